import keras
from keras import ops

p = 0.2  # probability of dropping a map
shape = (32, 7, 7, 8)  # batch, rows, columns, maps

x = ops.ones(shape)  # so that what comes out is the mask
layer = keras.layers.SpatialDropout2D(p, data_format="channels_last")
y = ops.stack([layer(x, training=True) for _ in range(300)])
print(f"mean {float(ops.mean(y)):.3f}, by the formula 1")
print(f"variance {float(ops.var(y)):.3f}, by the formula {p / (1 - p):.3f}")
print(f"variance of a map's mean {float(ops.var(ops.mean(y, (2, 3)))):.4f}, by the formula the same")

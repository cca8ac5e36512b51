import keras
from keras import ops

p = 0.2  # probability of dropping
shape = (20, 10)  # batch, units

x = ops.ones(shape)  # so that what comes out is the mask
layer = keras.layers.Dropout(p)
y = ops.stack([layer(x, training=True) for _ in range(1000)])
print(f"mean {float(ops.mean(y)):.3f}, by the formula 1")
print(f"variance {float(ops.var(y)):.3f}, by the formula {p / (1 - p):.3f}")
print("evaluation leaves x as it is:", bool(ops.all(layer(x, training=False) == x)))

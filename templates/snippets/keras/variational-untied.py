import keras
from keras import ops

p_x, p_h = 0.25, 0.25  # probabilities of dropping, of what comes in and of what comes back
batch, steps, inputs, units = 32, 14, 14, 32

layer = keras.layers.LSTM(units, dropout=p_x, recurrent_dropout=p_h)
x = keras.random.normal((batch, steps, inputs))
h = ops.stop_gradient(ops.stack([layer(x, training=True) for _ in range(20)]))
print(f"the last h: mean {float(ops.mean(h)):.3f}, variance {float(ops.var(h)):.3f}")

ones = ops.ones((batch, units))
masks = []
for _ in range(100):
    layer.cell.reset_recurrent_dropout_mask()  # as before each sequence
    masks.append(ops.stack(list(layer.cell.get_recurrent_dropout_mask(ones))))  # one a gate: untied
z_h = ops.stack(masks)
print(f"masks of h: mean {float(ops.mean(z_h)):.3f}, by the formula 1")
print(f"variance {float(ops.var(z_h)):.3f}, by the formula {p_h / (1 - p_h):.3f}")

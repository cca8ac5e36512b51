import torch
from torchvision.ops import DropBlock2d

p = 0.2  # about this share is dropped
block = 3  # its side: an odd number
shape = (32, 8, 7, 7)  # batch, maps, rows, columns

x = torch.ones(shape)  # so that what comes out is the mask
layer = DropBlock2d(p, block)
y = torch.stack([layer(x) for _ in range(300)])
dropped = (y == 0).float()
print(f"share dropped {dropped.mean():.4f}, asked for {p}")
print(f"at the corner {dropped[:, :, :, 0, 0].mean():.4f}, in the middle {dropped.mean((0, 1, 2)).max():.4f}")
print(f"mean {y.mean():.3f}, variance {y.var():.3f}")

layer.eval()
print("evaluation leaves x as it is:", torch.equal(layer(x), x))

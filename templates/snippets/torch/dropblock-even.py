import torch
from torch.nn import functional as F

p = 0.2  # about this share is dropped
block = 2  # its side: torchvision.ops.DropBlock2d takes an odd number alone
shape = (32, 8, 7, 7)  # batch, maps, rows, columns


def drop_block(x):
    rows, columns = x.shape[2] - block + 1, x.shape[3] - block + 1  # where a whole block fits
    rate = p / block**2 * x[0, 0].numel() / (rows * columns)
    seeds = (torch.rand(*x.shape[:2], rows, columns) < rate).float()
    dropped = F.max_pool2d(F.pad(seeds, [block - 1] * 4), block, stride=1)
    kept = 1 - dropped
    return x * kept * kept.numel() / kept.sum().clamp(min=1)


x = torch.ones(shape)  # so that what comes out is the mask
y = torch.stack([drop_block(x) for _ in range(300)])
dropped = (y == 0).float()
print(f"share dropped {dropped.mean():.4f}, asked for {p}")
print(f"at the corner {dropped[:, :, :, 0, 0].mean():.4f}, in the middle {dropped.mean((0, 1, 2)).max():.4f}")
print(f"mean {y.mean():.3f}, variance {y.var():.3f}")

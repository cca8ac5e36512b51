import torch
from torch import nn

p = (0.3, 0.3, 0.3, 0.3)  # of word types, attention weights, attention's output, the feed-forward part's
types, batch, words = 60, 32, 12
width, heads, hidden = 24, 2, 48


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.first, self.second = nn.Embedding(types, width), nn.LayerNorm(width), nn.LayerNorm(width)
        self.attend = nn.MultiheadAttention(width, heads, dropout=p[1], batch_first=True)
        self.feed = nn.Sequential(nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, width))
        self.drop = nn.ModuleList(nn.Dropout(rate) for rate in p)

    def forward(self, ids):
        there = self.drop[0](torch.ones(batch, types))  # one coin a type: a word goes wherever it stands
        x = self.embed(ids) * there.gather(1, ids)[:, :, None]
        n = self.first(x)
        x = x + self.drop[2](self.attend(n, n, n, need_weights=False)[0])
        return x + self.drop[3](self.feed(self.second(x)))


layer = Layer().requires_grad_(False)
ids = torch.randint(types, (batch, words))
y = torch.stack([layer(ids) for _ in range(100)])
print(f"mean {y.mean():.3f}, variance over masks {y.var(0).mean():.3f}, in evaluation {layer.eval()(ids).mean():.3f}")

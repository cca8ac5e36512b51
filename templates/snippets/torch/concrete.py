import torch
from torch import nn
from torch.distributions import RelaxedBernoulli

p = 0.1  # where the learned one starts
shape = (20, 10)  # batch, units
temperature = 0.1
length, entropy = 0.01, 0.005  # the prior's length scale; what the entropy weighs: 1 / samples for cross-entropy


class ConcreteDropout(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit = nn.Parameter(torch.tensor(p).logit())  # of p, the probability of dropping

    def forward(self, x):
        dropped = RelaxedBernoulli(temperature, logits=self.logit).rsample(x.shape)  # nearly 0 or 1
        return x * (1 - dropped) / (1 - self.logit.sigmoid()) if self.training else x

    def penalty(self, weight):  # for the loss; of the layer that reads what this one puts out
        q = self.logit.sigmoid()
        coins = q * q.log() + (1 - q) * (1 - q).log()
        return entropy * (length**2 / 2 * weight.square().sum() / (1 - q) + weight.shape[1] * coins)


layer, x = ConcreteDropout(), torch.ones(shape)  # so that what comes out are the factors
y = torch.stack([layer(x) for _ in range(1000)]).detach()
print(f"mean {y.mean():.3f}, variance {y.var():.3f}; of hard coins 1 and {p / (1 - p):.3f}")

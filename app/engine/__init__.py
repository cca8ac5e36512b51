"""The dropout engine: layers, losses, optimizers and networks in NumPy. It reads on its own, from `layer` on."""

from app.engine.activations import ReLU, Sigmoid, Tanh
from app.engine.attention import Attention
from app.engine.averaged import Averaged, AveragedLogits
from app.engine.batch_norm import BatchNorm
from app.engine.clipping import clip
from app.engine.coins import Coins
from app.engine.concrete_dropout import ConcreteDropout
from app.engine.conv2d import Conv2d
from app.engine.dense import Dense
from app.engine.depth import depths, every_other, linear_decay
from app.engine.drop_block import DropBlock
from app.engine.drop_connect import DropConnect
from app.engine.dropout import Dropout
from app.engine.embedding import Embedding
from app.engine.gaussian_dropout import GaussianDropout
from app.engine.gru import GRU
from app.engine.initial import draw_weights, to_grid
from app.engine.last_step import LastStep
from app.engine.layer import Layer
from app.engine.layer_drop import LayerDrop
from app.engine.layer_norm import LayerNorm
from app.engine.losses import BinaryCrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from app.engine.lstm import LSTM
from app.engine.max_pool import MaxPool2d
from app.engine.mean_pool import MeanPool
from app.engine.network import Network
from app.engine.normed_dense import NormedDense
from app.engine.one_hot import OneHot
from app.engine.optimizers import SGD, Adam, Momentum
from app.engine.recurrent_mask import RecurrentMask
from app.engine.reshape import Reshape
from app.engine.residual import Residual
from app.engine.rnn import RNN
from app.engine.ruled_dropout import RuledDropout
from app.engine.rules import RULES, Blocks, Rule, Shared
from app.engine.seeding import seeding
from app.engine.spatial_dropout import SpatialDropout
from app.engine.stacked_dropout import StackedDropout, StackedMasks
from app.engine.stochastic_depth import StochasticDepth
from app.engine.transformer_layer import TransformerLayer

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "RULES",
    "SGD",
    "Adam",
    "Attention",
    "Averaged",
    "AveragedLogits",
    "BatchNorm",
    "BinaryCrossEntropy",
    "Blocks",
    "Coins",
    "ConcreteDropout",
    "Conv2d",
    "Dense",
    "DropBlock",
    "DropConnect",
    "Dropout",
    "Embedding",
    "GaussianDropout",
    "LastStep",
    "Layer",
    "LayerDrop",
    "LayerNorm",
    "MaxPool2d",
    "MeanPool",
    "MeanSquaredError",
    "Momentum",
    "Network",
    "NormedDense",
    "OneHot",
    "ReLU",
    "RecurrentMask",
    "Reshape",
    "Residual",
    "Rule",
    "RuledDropout",
    "Shared",
    "Sigmoid",
    "SoftmaxCrossEntropy",
    "SpatialDropout",
    "StackedDropout",
    "StackedMasks",
    "StochasticDepth",
    "Tanh",
    "TransformerLayer",
    "clip",
    "depths",
    "draw_weights",
    "every_other",
    "linear_decay",
    "seeding",
    "to_grid",
]

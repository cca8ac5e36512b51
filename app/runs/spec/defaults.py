"""What a link means where it is silent: the settings of each data set's default scene, as texts.

Place is where the method usually sits, and all seeds are 1.
"""

from collections.abc import Mapping
from functools import cache


def _settings(text: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in text.split())


_TABLE = {
    "moons": """
        n=100 noise=0.2 flip=0.2 hidden=12,12,12 activation=relu
        optimizer=adam lr=0.02 decay=0 batch=20 steps=1500 p=0.2
    """,
    "circles": """
        n=80 noise=0.15 flip=0.1 hidden=10,10 activation=tanh
        optimizer=adam lr=0.05 decay=0 batch=80 steps=400 p=0.1
    """,
    "xor": """
        n=80 noise=0.2 flip=0.15 hidden=12,12 activation=tanh
        optimizer=adam lr=0.05 decay=0 batch=80 steps=400 p=0.3
    """,
    "blobs": """
        n=60 noise=0.6 flip=0.1 hidden=8,8 activation=tanh
        optimizer=adam lr=0.05 decay=0 batch=60 steps=400 p=0.5
    """,
    "spiral": """
        n=200 noise=0.1 flip=0 hidden=16,16 activation=tanh
        optimizer=adam lr=0.05 decay=0 batch=200 steps=400 p=0.3
    """,
    "curve": """
        n=20 noise=0.3 flip=0 hidden=32,32 activation=tanh
        optimizer=adam lr=0.01 decay=0 batch=20 steps=1500 p=0.1
    """,
    "notebook": """
        n=100 noise=0.15 flip=0.1 hidden=4,5,5 activation=relu
        optimizer=adam lr=0.02 decay=0 batch=20 steps=1000 p=0.5
    """,
    "digits": """
        n=300 noise=0 flip=0.2 hidden=64,64 activation=relu
        optimizer=adam lr=0.002 decay=0 batch=32 steps=500 p=0.5
    """,
    "memory": """
        n=500 noise=0 flip=0 optimizer=adam lr=0.01 decay=0 batch=32 steps=200 p=0.25
    """,
    "words": """
        n=300 noise=0 flip=0.2
        optimizer=adam lr=0.002 decay=0 batch=32 steps=400 p=0.3
    """,
}

_ALWAYS = "delay=20 clip=0 norm=none shift=0 warmup=0"

_OF_NETS = {
    "conv": "maps=8,16 neurons=64 p=0.2",
    "lstm": "cells=32 forget=2 clip=1 p=0.25",
    "residual": "blocks=8 width=48 lr=0.001 steps=300 p=0.5",
    "transformer": "width=24 heads=2 inner=48",
}
_OF_NET_AND_DATA = {("lstm", "digits"): "lr=0.005"}

_OF_METHODS = {
    "dropconnect": "each=sample inference=mean",
    "concrete": "p=0.1 length=0.01 lr_p=0.03 precision=11",
    "dropblock": "block=3",
    "variational": "gates=tied",
    "recurrent": "lasts=step",
    "naive": "on=c",
    "stochastic_depth": "along=linear each=batch",
    "layerdrop": "p=0.2",
}
_OF_BOTH = {("curve", "concrete"): "lr_p=0.01"}

ALWAYS = _settings(_ALWAYS)
DEFAULTS: Mapping[str, dict[str, str]] = {data: _settings(text) for data, text in _TABLE.items()}


@cache
def defaults(data: str, net: str, method: str) -> Mapping[str, str]:
    """What a link to this data set, network and method means where it is silent."""
    more = (
        _OF_NETS.get(net, ""), _OF_NET_AND_DATA.get((net, data), ""),
        _OF_METHODS.get(method, ""), _OF_BOTH.get((data, method), ""),
    )  # fmt: skip
    found = ALWAYS | DEFAULTS[data]
    for texts in more:
        found = found | _settings(texts)
    return found

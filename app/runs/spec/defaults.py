"""What a link means where it is silent: the settings of each data set's default scene, as texts.

Place is every hidden layer, and all seeds are 1.
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
    "digits": """
        n=300 noise=0 flip=0.2 hidden=64,64 activation=relu
        optimizer=adam lr=0.002 decay=0 batch=32 steps=500 p=0.5
    """,
}

_OF_METHODS = {
    "dropconnect": "each=sample inference=mean",
    "concrete": "p=0.1 length=0.01 lr_p=0.03 precision=11",
}
_OF_BOTH = {("curve", "concrete"): "lr_p=0.01"}

DEFAULTS: Mapping[str, dict[str, str]] = {data: _settings(text) for data, text in _TABLE.items()}


@cache
def defaults(data: str, method: str) -> Mapping[str, str]:
    """What a link to this data set and method means where it is silent."""
    of_method, of_both = _settings(_OF_METHODS.get(method, "")), _settings(_OF_BOTH.get((data, method), ""))
    return DEFAULTS[data] | of_method | of_both

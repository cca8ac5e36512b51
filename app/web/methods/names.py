"""What each method is called in PyTorch, Keras and elsewhere: the call as it is written, and what its number means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Takes = Literal["drop", "keep", ""]


@dataclass(frozen=True)
class Name:
    """call: with the arguments that matter by their names, "" where the library has no such thing. takes: which
    probability it is given. note: key of a text of the theme "library.note", or ""."""

    library: str
    call: str
    takes: Takes = ""
    note: str = ""


def none(library: str) -> Name:
    """A library that does not have the method."""
    return Name(library, "", note="none")


WEIGHT_DROPOUT = Name("fastai", "fastai.text.models.awdlstm.WeightDropout(module, weight_p)", "drop", "fastai weights")
WRAPPER = "tf.nn.RNNCellDropoutWrapper(cell, "

NAMES: dict[str, tuple[Name, ...]] = {
    "dropout": (
        Name("PyTorch", "torch.nn.Dropout(p)", "drop"),
        Name("Keras", "keras.layers.Dropout(rate)", "drop"),
        Name("TensorFlow 2", "tf.nn.dropout(x, rate)", "drop"),
        Name("TensorFlow 1", "tf.nn.dropout(x, keep_prob)", "keep"),
    ),
    "classic": (
        none("PyTorch"),
        none("Keras"),
        Name("Torch7 (Lua)", "nn.Dropout(p, true)", "drop", "torch7"),
    ),
    "gaussian": (
        none("PyTorch"),
        Name("Keras", "keras.layers.GaussianDropout(rate)", "drop"),
    ),
    "dropconnect": (none("PyTorch"), none("Keras"), WEIGHT_DROPOUT),
    "concrete": (
        Name("PyTorch", "torch.distributions.RelaxedBernoulli(temperature, probs)", "", "relaxed"),
        none("Keras"),
        Name("Gal et al.", "ConcreteDropout(layer, weight_regularizer, dropout_regularizer)", "", "authors"),
    ),
    "monte-carlo": (
        Name("PyTorch", "module.train()", "", "torch monte-carlo"),
        Name("Keras", "model(x, training=True)", "", "keras monte-carlo"),
    ),
    "feature-maps": (
        Name("PyTorch", "torch.nn.Dropout(p)", "drop", "pixels"),
        Name("Keras", "keras.layers.Dropout(rate)", "drop", "pixels"),
    ),
    "spatial": (
        Name("PyTorch", "torch.nn.Dropout2d(p)", "drop"),
        Name("Keras", "keras.layers.SpatialDropout2D(rate)", "drop", "channels last"),
        Name("TensorFlow 2", "tf.nn.dropout(x, rate, noise_shape=[n, 1, 1, c])", "drop", "noise shape"),
    ),
    "dropblock": (
        none("PyTorch"),
        Name("torchvision", "torchvision.ops.DropBlock2d(p, block_size)", "drop", "odd"),
        Name("timm", "timm.layers.DropBlock2d(drop_prob, block_size)", "drop", "over-drops"),
        Name("KerasCV", "keras_cv.layers.DropBlock2D(rate, block_size)", "drop"),
    ),
    "variational": (
        none("PyTorch"),
        Name("Keras", "keras.layers.LSTM(units, dropout=p, recurrent_dropout=p)", "drop", "keras variational"),
        Name(
            "TensorFlow 2",
            WRAPPER + "input_keep_prob, state_keep_prob=q, variational_recurrent=True)",
            "keep",
            "wrapper variational",
        ),
        Name("fastai", "fastai.text.models.awdlstm.RNNDropout(p)", "drop", "x alone"),
        Name("AllenNLP", "allennlp.modules.input_variational_dropout.InputVariationalDropout(p)", "drop", "x alone"),
    ),
    "recurrent": (
        none("PyTorch"),
        none("Keras"),
        Name(
            "TensorFlow 1", "tf.contrib.rnn.LayerNormBasicLSTMCell(num_units, dropout_keep_prob=q)", "keep", "contrib"
        ),
    ),
    "naive": (
        none("PyTorch"),
        none("Keras"),
        Name("TensorFlow 2", WRAPPER + "state_keep_prob=q)", "keep", "wrapper naive"),
    ),
    "stochastic-depth": (
        none("PyTorch"),
        Name("torchvision", "torchvision.ops.StochasticDepth(p, mode)", "drop", "batch or row"),
        Name("timm", "timm.layers.DropPath(drop_prob)", "drop", "row"),
        Name("Keras", "keras.layers.Dropout(rate, noise_shape=(None, 1, 1, 1))", "drop", "keras row"),
        Name("TensorFlow Addons", "tfa.layers.StochasticDepth(survival_probability)", "keep", "batch"),
    ),
    "layerdrop": (
        none("PyTorch"),
        none("Keras"),
        Name("fairseq", "fairseq.modules.LayerDropModuleList(p, modules)", "drop", "layers"),
        Name(
            "Transformers", "transformers.BartConfig(encoder_layerdrop=p, decoder_layerdrop=p)", "drop", "transformers"
        ),
    ),
    "transformer": (
        Name("PyTorch", "torch.nn.TransformerEncoderLayer(d_model, nhead, dropout=p)", "drop", "four spots"),
        Name("PyTorch", "torch.nn.MultiheadAttention(embed_dim, num_heads, dropout=p)", "drop", "weights of attention"),
        Name("Keras", "keras.layers.MultiHeadAttention(num_heads, key_dim, dropout=p)", "drop", "weights of attention"),
        Name("fastai", "fastai.text.models.awdlstm.EmbeddingDropout(emb, embed_p)", "drop", "word types"),
    ),
    "notebook": (
        Name("PyTorch", "torch.nn.Dropout(p)", "drop"),
        Name("Keras", "keras.layers.Dropout(rate)", "drop"),
    ),
}

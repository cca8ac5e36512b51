"""What the methods are called in libraries, where names mislead, and where the notebook and a method's paper differ.

Code stands between backticks, mathematics as LaTeX between dollar signs. What stands within quotation marks is quoted
from the notebook word for word; an ellipsis stands for what is left out, and an apostrophe is curly here.
"""

# What the number that a library is given means.
TAKES = {
    "drop": "probability of dropping",
    "keep": "probability of keeping",
    "": "",
}

# Of one name, by its library and method.
NOTES = {
    "none": "has none",
    "torch7": "the `true` leaves training unscaled and multiplies by $1 - p$ in evaluation",
    "fastai weights": "one mask for the whole batch",
    "relaxed": "the coin alone: its `probs` is the probability of a 1",
    "authors": "the authors’ own, for Keras",
    "torch monte-carlo": "after `model.eval()`, for each dropout layer",
    "keras monte-carlo": "the same switch sets batch normalisation to training",
    "pixels": "one coin a pixel of each map",
    "noise shape": "one coin a sample and map, channels last",
    "channels last": "channels last, unless `data_format` says otherwise",
    "odd": "odd blocks alone",
    "over-drops": "drops more than it says, and one mask for all maps unless told otherwise",
    "keras variational": "on x and on h; one mask a gate where `recurrent_dropout` is not 0",
    "wrapper variational": "one mask for all steps, on x and on h",
    "x alone": "on x alone",
    "contrib": "on the candidate, anew at each step",
    "wrapper naive": "on h anew at each step; on c never, unless told so",
    "batch or row": '`mode` is `"batch"` or `"row"`',
    "row": "one coin a sample",
    "batch": "one coin a batch; evaluation multiplies the block by this probability",
    "keras row": "one coin a sample; what EfficientNet’s `drop_connect_rate` sets",
    "layers": "a list of layers that leaves some out while it is walked through",
    "transformers": "a setting of BART’s, Whisper’s and others’ configuration",
    "weights of attention": "on the attention weights alone",
    "four spots": "on attention weights, after attention, within and after the feed-forward part",
    "word types": "one mask of words for the whole batch",
}

# Where names mislead, by page.
TRAPS = {
    "dropout": "`p` in PyTorch and `rate` in Keras are probabilities of dropping; `keep_prob` of TensorFlow 1, and "
    "$p$ in Srivastava et al., are of keeping. The layer drops in training alone: `model.eval()` in PyTorch, "
    "`training=False` in Keras turn it off.",
    "classic": "No library of today has it: what is called dropout scales in training. So weights of a network that "
    "was trained in the classic form must be multiplied by $1 - p$ before they go into one of these, biases left as "
    "they are.",
    "gaussian": "Keras’ `rate` is that of the Bernoulli dropout with the same variance: the standard deviation of the "
    "factors is $\\sqrt{p/(1 - p)}$. `GaussianNoise` adds where this multiplies, and `AlphaDropout` is another "
    "method. In Srivastava et al. the variance reads $(1 - p)/p$, since their $p$ keeps.",
    "dropconnect": "`drop_connect_rate` of EfficientNet is not DropConnect: it drops whole residual branches, which "
    "is stochastic depth. fastai’s `WeightDropout` is DropConnect with one mask for the batch. The $p$ of Wan et al. "
    "is of keeping.",
    "concrete": "No library has the layer, with a learned $p$ and its penalty; some have the relaxed coin that it is "
    "made of. In the authors’ code the two weights of the penalty must be divided by the number of training samples, "
    "which their defaults cannot know.",
    "monte-carlo": "`model.eval()` turns the dropout of every pass off: all passes are then the same, without a "
    "warning. `model.train()` instead would set batch normalisation to training as well, so that a sample’s answer "
    "depends on its batch. PyTorch’s layer draws for each sample of a pass; here a pass has one mask for all of them, "
    "which makes it one function.",
    "feature-maps": "On a feature map `nn.Dropout` drops single pixels; `nn.Dropout2d` drops whole maps. Both take "
    "the same tensor, and neither warns.",
    "spatial": "Keras’ maps come last: `SpatialDropout2D` shares its coin over axes 1 and 2, PyTorch’s `Dropout2d` "
    "over axes 2 and 3. `Dropout2d` takes three axes for (batch, maps, positions), and not for one sample’s (maps, "
    "rows, columns).",
    "dropblock": "timm draws seeds on the whole map, where the paper draws them where a whole block fits, and so "
    "drops more than it says: for $p = 0.2$, blocks of 3 × 3 and maps of 7 × 7 a share of 0.28, torchvision 0.18. "
    "torchvision refuses a block of even size, also one that is even once it is cut to the map.",
    "variational": "`nn.LSTM(dropout=p)` is something else: a fresh mask at each step between stacked layers; with "
    "one layer it drops nothing, and warns. Keras’ `recurrent_dropout` makes its masks untied: four for h, and four "
    "for x as well; with `dropout` alone the one mask is tied. Kingma et al. call another method variational dropout.",
    "recurrent": "Keras’ `recurrent_dropout` is not this method: it masks h, as variational dropout does. Nor is "
    "TensorFlow Addons’ `LayerNormLSTMCell`, though its documentation names the paper: its code masks h.",
    "naive": "A dropout layer that is called within the loop over time draws a fresh mask at each step, whatever its "
    "name; to keep one, draw it before the loop. TensorFlow’s wrapper masks h with `state_keep_prob`, and c only "
    "where it is asked to.",
    "stochastic-depth": "timm’s rates rise from 0 at the first block, $p(l - 1)/(L - 1)$, the paper’s $pl/L$ from "
    "$p/L$: ask for the same $p$ and the blocks have others. The paper and TensorFlow Addons name the probability of "
    "survival, and scale in evaluation. EfficientNet calls it `drop_connect_rate`, timm `drop_path_rate`.",
    "layerdrop": "Neither training nor evaluation scales, so that the whole network adds up more in evaluation than "
    "it did in training. A layer named `StochasticDepth` or `DropPath` scales: it is not LayerDrop, nor is LayerDrop "
    "a case of it.",
    "transformer": "One `dropout` of `nn.TransformerEncoderLayer` acts at four spots, also within the feed-forward "
    "part; none of them is the embedding. `nn.Dropout` behind `nn.Embedding` drops single numbers, not words. Keras’ "
    "`MultiHeadAttention(dropout=)` acts on the attention weights alone.",
    "notebook": "The class `Dropout` of the notebook follows PyTorch’s names, but its `train` is an attribute that "
    "hides the method; in PyTorch the attribute is `training`, and `train()` and `eval()` set it for the whole model.",
}

# Where the notebook and the paper differ, by page: one line each.
DIFFERS = {
    "dropout": (
        "“the network sees consistent activation statistics during training and inference”: the mean is kept, as in "
        "the paper; the second moment grows by a factor of $1/(1 - p)$.",
        "“which injects more noise and makes the regularization effect stronger”: a mask for each sample averages out "
        "over the batch; one mask for the whole batch makes the noisier gradient.",
    ),
    "classic": (
        "“Instead of dropping units, the network uses appropriately scaled weights or activations”: that is this "
        "form, the paper’s. The notebook’s own class is the inverted one, which scales in training and leaves "
        "inference as it is.",
    ),
    "gaussian": (
        "“approximating Bernoulli dropout in expectation”: mean and variance are those of Bernoulli dropout, exactly; "
        "only higher moments differ.",
        "“gradients flow only through the active units”: here every unit is active, and a negative factor turns its "
        "gradient around.",
    ),
    "dropconnect": (
        "The notebook does not say how to infer. The paper matches the mean and the variance of what a unit adds up, "
        "draws from the normal distribution that has them, and averages what comes out of the activation.",
        "“notably early LSTM variants”, “less common there today due to optimization difficulties”: without a source. "
        "Its best-known use is in an LSTM: AWD-LSTM, 2018.",
    ),
    "concrete": (
        "“As the dropout layer itself has no learnable parameters”: here it has one, the logit of $p$.",
        "“$p$ itself can be learned from data”: the training loss alone would rather have it 0. What holds it up is a "
        "penalty, in which the entropy of the coins stands against the size of the weights behind them.",
    ),
    "monte-carlo": (
        "“a training-time regularization technique only”: here the masks stay on at inference, and the spread of many "
        "passes is what is asked for.",
        "“This ensures deterministic, stable predictions”: a mean over passes has noise of its own, which falls with "
        "their number.",
    ),
    "feature-maps": (
        "“Dropping individual activations therefore injects little effective noise”: into a map’s mean, yes; each "
        "pixel has as much noise as under spatial dropout.",
    ),
    "spatial": (
        "The notebook leaves the mask’s shape open: one coin a sample and map, so samples of a batch lose different "
        "maps.",
    ),
    "dropblock": (
        "“use the same probability $p$”: DropBlock draws seeds, with a probability that is far smaller than $p$, so "
        "that about a share $p$ is covered by their blocks.",
        "The paper raises $p$ from 0 to its value while it trains, and scales by the share that was kept; the "
        "notebook says neither.",
    ),
    "variational": (
        "“sampling a single dropout mask per sequence and reusing it across all time steps”: the paper has two, one "
        "on the inputs and one on h; its third drops whole words of the embedding.",
        "“a fixed dropout mask is applied to the recurrent connections across all timesteps”: what the notebook calls "
        "recurrent dropout is this method’s mask on h.",
    ),
    "recurrent": (
        "“a fixed dropout mask is applied to the recurrent connections across all timesteps”: that is variational "
        "dropout’s mask on h. The paper masks the candidate alone, and allows a fresh mask at each step.",
        "“it preserves the network’s memory”: a fixed mask on h does not by itself; leaving c unmasked does.",
    ),
    "naive": (
        "“Instead of applying dropout independently at each time step (which can destabilize learning)”: what counts "
        "is where. On c, a value is still there after $T$ steps with probability $(1 - p)^T$; a mask on h leaves c as "
        "it is.",
    ),
    "stochastic-depth": (
        "“Stochastic Depth (also called LayerDrop)”: two methods, which differ in rates, scaling and purpose.",
        "“each residual or feedforward layer is randomly skipped with a certain probability”: residual blocks alone, "
        "as what is skipped hands on its input in place of its output; and in the paper the probability rises with "
        "depth.",
    ),
    "layerdrop": (
        "“Stochastic Depth (also called LayerDrop)”: here all layers have the same probability, nothing is scaled, "
        "and the aim is a network that can be cut to a depth without being trained again.",
    ),
    "transformer": (
        "“Embeddings and attention layers often use even smaller rates (e.g. $0.05$ to $0.1$)”: the paper uses 0.1 "
        "for its base model throughout, after each sublayer and on the sums of embeddings and positions. It does not "
        "name attention weights.",
    ),
    "notebook": (
        "“If we apply dropout with a probability of $p=0.5$ to after all $3$ hidden layers”: in the paper’s networks "
        "a hidden layer has hundreds of units or more. With 5, all are off for 3.125 % of the samples, with 4 for "
        "6.25 %.",
    ),
}

LIBRARY = {
    **{f"takes.{key}": text for key, text in TAKES.items()},
    **{f"note.{key}": text for key, text in NOTES.items()},
    **{f"trap.{page}": text for page, text in TRAPS.items()},
    **{f"differs.{page}.{n}": text for page, lines in DIFFERS.items() for n, text in enumerate(lines, 1)},
}

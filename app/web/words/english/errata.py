"""What the notebook says and what holds, by the number of the erratum: (said, holds).

Code stands between backticks, mathematics as LaTeX between dollar signs. What stands within quotation marks is
quoted from the notebook word for word, its code and LaTeX too; an ellipsis stands for what is left out, and an
apostrophe is curly here.
"""

CODE = {
    1: ("`def train():` and `def eval():` have no `self`.", "`def eval(self):`, as a method is handed its object."),
    2: ("`self.train = True` hides the method `train()`.", "Give the mode another name, as PyTorch’s `self.training`."),
    3: ("In evaluation and for $p = 0$, `backward` returns `grad_output`.",
        "Nothing of that name exists: `return dY`."),
    4: ("A forward pass in evaluation leaves the old mask in place, and `backward` looks at the mode of the moment.",
        "Set `self.mask = None` where `forward` passes through; let `backward` follow the mask, which is what "
        "`forward` did."),
    5: ("`backward` before any `forward` multiplies by `None`.", "Raise an error that says what is missing."),
    6: ("`> self.p` decides what is kept.",
        "Each $u$ is a multiple of $2^{-53}$ in $[0, 1)$. For a $p$ that is one too, as 0.5, `>= p` keeps with exactly "
        "$1 - p$ and `> p` with $2^{-53}$ less. For any other $p$ the two keep the same."),
    7: ("The mask is float64 whatever $X$ is.", "Give the mask the type of $X$."),
    8: ("Passing through returns the same array.", "Copy it, or say so where it is documented."),
    9: ("`assert` checks $p$, and refuses $p = 1$.",
        "Raise `ValueError`: assertions are removed under `python -O`. Whether $p = 1$ is allowed is a choice: PyTorch "
        "accepts it and drops everything, TensorFlow’s `tf.nn.dropout` refuses it too."),
    10: ("The global legacy generator draws the coins.", "Give the layer a generator of its own, with a seed."),
    11: ("A list as input has no `shape`.", "Turn the input into an array first."),
    32: ("“the class variable `self.train`”, and the mask “as a class variable”",
         "Both are instance attributes: each layer has its own."),
    33: (r"“some random input $\mathbf{X}$”", "Nothing in it is random; only the coins are."),
}  # fmt: skip

FORMULAS = {
    12: (r"$X$, row 2 ends in $x_{34}, x_{35}$.", r"$x_{24}, x_{25}$."),
    13: (r"$\partial L/\partial Y$, row 4 begins with $y_{42}$.", r"$y_{41}$."),
    14: (r"The case of an active neuron: “If the $j$-th neuron was turned off”, $y = x/(1 - p)$.",
         r"If the neuron was active, $y = x/(1 - p)$."),
    15: (r"$\partial L/\partial X$ is said to be the same as the mask $M$.",
         r"The mask is $\partial y_{ij}/\partial x_{ij}$. What the notebook’s own code computes is "
         r"$\partial L/\partial X = \partial L/\partial Y \odot M$."),
    16: (r"$\partial Y/x_{ij}$.", r"The scalar $\partial y_{ij}/\partial x_{ij}$, with a $\partial$ below as well."),
    17: (r"$\partial L/\partial X = \partial Y/\partial X \cdot \partial L/\partial Y$, as a product of matrices.",
         r"$\partial Y/\partial X$ has one row for each $y$ and one column for each $x$, and is diagonal; written "
         r"cell by cell it is $\odot\, M$."),
    18: (r"$\partial L/\partial Y$ is called a Jacobian, and $M$ is both the mask and the width.",
         r"$L$ is one number, so $\partial L/\partial Y$ is its gradient; here $X$ is batch × units."),
    34: (r"“the Jacobian $\frac{\partial \mathcal{L}}{\partial \mathbf{X}}$”",
         r"A gradient as well, of the shape of $X$. The Jacobian of the layer is $\partial Y/\partial X$: of the "
         "example, 20 × 20."),
}  # fmt: skip

STATEMENTS = {
    19: ("“the network sees consistent activation statistics during training and inference”",
         "Only the mean is kept; the second moment grows by a factor of $1/(1 - p)$, which batch normalisation "
         "notices."),
    20: ("“During inference … the network uses appropriately scaled weights or activations”",
         "True of the published form. In the inverted form, the one in the notebook, inference scales nothing."),
    21: ("“the expected output matches”, and inference “closely approximates averaging the predictions”",
         "Exact for the layer and a linear map behind it. Beyond, what is approximated is the normalised "
         "geometric mean of the subnetworks."),
    22: ("“dropout is placed after BN, not before”",
         "Within each block that still puts it before the next block’s normalisation: place it after the last one."),
    23: ("To draw a mask for each sample “injects more noise and makes the regularization effect stronger”.",
         "Such masks average out over the batch. One mask for all gives the noisier gradient, with the same mean."),
    24: ("“Stochastic Depth (also called LayerDrop)”", "Two methods: schedule, gate, scaling and purpose differ."),
    25: ("“Recurrent Dropout”: “a fixed dropout mask is applied to the recurrent connections across all timesteps”, "
         "which “preserves the network’s memory”.",
         "Half true. It is what Keras calls `recurrent_dropout`: of the masks of variational dropout, the bullet "
         "before, those on the recurrent connections. The paper named “Recurrent Dropout” masks the update of the "
         "memory. An LSTM’s cell keeps what it holds under either; a plain RNN forgets what its dropped neurons held."),
    26: ("Gaussian dropout: “approximating Bernoulli dropout in expectation”", "Mean and variance both agree."),
    27: ("“Structured dropout variants (e.g. spatial dropout or DropBlock) use the same probability $p$”",
         "Spatial dropout does. DropBlock draws where its blocks lie with a much smaller one: 0.00625 for $p = 0.1$, "
         "blocks of 7 × 7 and maps of 14 × 14."),
    28: ("“the dropout layer itself has no learnable parameters”",
         "True of this one. Concrete dropout, which the notebook names later, learns $p$."),
    29: ("Dead neurons “learn weights close to zero, activate extremely rarely”.",
         "Broader than usual: here dead means 0 for every sample."),
    30: ("“Over-specialization is the primary symptom of co-adaptation”",
         "No measurement is named. On the digits, the inequality of the neurons’ importance does fall with dropout: "
         "clearly in the last hidden layer, hardly in the first. How much one neuron’s importance hangs on another’s "
         "falls far more in both, and it is that which co-adaptation means."),
    31: ("DropConnect: “notably early LSTM variants … less common there today due to optimization difficulties”",
         "No source is given; its best-known use in an LSTM is AWD-LSTM (2018)."),
    35: ("“If the code cell below runs with any errors, all required packages and modules have successfully been "
         "imported.”", "If it runs without errors."),
    36: ("“Each mini-batch effectively trains a slightly different sub-network”",
         "Not one but many: as the notebook says later, the mask “is sampled independently for each training sample”."),
}  # fmt: skip

SPELLING = (
    ("institution", "intention"), ("neutrons", "neurons"), ("gradeint", "gradient"), ("self.class", "self.mask"),
    ("to after all", "after all"), ("how $p$ to make this decision", "how $p$ makes this decision"),
    ("must be the as the one of", "must be the same as the one of"), ("more our example", "for our example"),
    ("is is known as", "is known as"), ("and the update those", "and to update those"),
    ("tells the dropout layer of the model is", "tells the dropout layer if the model is"),
    ("training mode or and inference mode", "training mode or in inference mode"),
    ("For example Gaussian dropout, the", "For example, in Gaussian dropout, the"),
)  # fmt: skip

# What came out when the notebook's code ran: the facts of app/runs/one_layer/notebook_failures.py in words. A fact that
# is yes or no has a text for either.
FINDINGS = {
    "1": "`d.eval()` gives {own}. `Dropout.eval()` gives {class_}.",
    "2": "`d.train()` gives {own}.",
    "3": "`backward(dY)` gives {late}.",
    "4": "The last forward passed {passed}, yet of the {live} gradients that were not 0, `backward` set {blocked} "
    "to 0: the old batch’s mask.",
    "4.passed.yes": "all of $X$ through",
    "4.passed.no": "$X$ changed",
    "5": "`backward(dY)` gives {early}.",
    "6": "A coin of exactly 0.5 at $p = 0.5$ is {kept}; no coin of the example is that close.",
    "6.kept.yes": "kept",
    "6.kept.no": "dropped",
    "7": "$X$ of float32 gives $Y$ of {dtype}.",
    "8": "With $p = 0$, `forward(X) is X` is {same}. Changing $Y$ then changes $X$.",
    "8.same.yes": "True",
    "8.same.no": "False",
    "9": "`Dropout(1.2)` gives {raised}; under `python -O` it is accepted, with $p = {accepted}$. `Dropout(1)` gives "
    "{one}.",
    "10": "Without the seed on the line before, the next call differs in {different} of 20 cells.",
    "11": "`forward([[1.0]])` gives {raised}.",
    "32": "`Dropout.mask` gives {raised}. After one layer’s `forward`, another’s mask is {none}.",
    "32.none.yes": "None still",
    "32.none.no": "the same",
    "33": "`{code}` gives {low} to {high} in order, and again {again} the next time.",
    "33.again.yes": "the same",
    "33.again.no": "others",
    "36": "The mask that the notebook prints has {different} different rows for its {samples} samples.",
    "no error": "no error",
}

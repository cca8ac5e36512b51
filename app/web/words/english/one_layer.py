"""The texts of One layer that its templates do not hold."""

# Why an answer is wrong, by the task and the mistake; "other" where it is none that is known.
MISTAKES = {
    "y.zero": "{kept}: it is not 0 but its value times {factor}.",
    "y.unscaled": "{kept}, but it is scaled as well: x times 1/(1−p) = {factor}.",
    "y.times q": "You multiplied by 1−p. The factor is 1/(1−p) = {factor}, so that the mean stays what it was.",
    "y.over p": "You divided by p, the probability of being dropped. The factor is 1/(1−p) = {factor}.",
    "y.other": "{kept}: x times 1/(1−p) is {value} · {factor}.",
    "y.dropped": "Its coin {coin} is below p = {p}, so it is dropped: the mask is 0, and nothing comes out.",
    "dx.zero": "{kept}: it is not 0 but its gradient times {factor}.",
    "dx.mask": "That is the mask, dy/dx. The loss’s gradient is the upstream gradient times it: {value} · {factor}.",
    "dx.unscaled": "{kept}, but it is scaled as well: dy times 1/(1−p) = {factor}.",
    "dx.times q": "You multiplied by 1−p. The factor is 1/(1−p) = {factor}, so that the mean stays what it was.",
    "dx.over p": "You divided by p, the probability of being dropped. The factor is 1/(1−p) = {factor}.",
    "dx.y": "That is y. What comes back is the upstream gradient dy, times the mask.",
    "dx.other": "{kept}: dy times 1/(1−p) is {value} · {factor}.",
    "dx.dropped": "Its coin {coin} is below p = {p}, so it is dropped: the mask is 0, and no gradient passes, however "
    "large the one that arrives.",
    "kept": "Its coin {coin} is at least p = {p}, so it is kept",
    "train.unscaled": "That is the mean without scaling. A kept value is x/(1−p), which makes up for the share p of "
    "zeros.",
    "train.kept": "That is y where it is kept. A share p of the masks gives 0, and the mean counts them too.",
    "train.other": "With probability p it is 0, with 1−p it is x/(1−p): the mean is (1−p) · x/(1−p).",
    "eval.classic": "That is the published form, which scales in evaluation. The inverted form, used here, does not.",
    "eval.scaled": "In evaluation nothing is scaled: the factor 1/(1−p) belongs to training.",
    "eval.other": "In evaluation the layer passes x on as it is.",
    "square.mean": "That is the mean of y. The mean of its square is larger: a kept y² is x²/(1−p)².",
    "square.squared": "The mean stays, its square does not: a kept y² is x²/(1−p)², and 1−p of the masks keep it.",
    "square.unscaled": "That is the published form, unscaled. Here a kept y is x/(1−p).",
    "square.kept": "That is y² where it is kept; a share p of the masks gives 0.",
    "square.other": "With probability 1−p it is x²/(1−p)², else 0: the mean is x²/(1−p).",
}

ERRATA = {"code": "Code", "formulas": "Formulas", "statements": "Statements"}

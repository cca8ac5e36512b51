"""Where each method was published: what can be looked up, and nothing that we would have to remember."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """section: where in it the method is defined, "" where the paper is short or that is not certain; link: an address
    without its scheme, as text."""

    authors: str
    year: int
    title: str
    venue: str
    link: str
    section: str = ""


SRIVASTAVA = Paper(
    "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov",
    2014,
    "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
    "Journal of Machine Learning Research 15, 1929–1958",
    "jmlr.org/papers/v15/srivastava14a.html",
    "4",
)
HINTON = Paper(
    "Hinton, Srivastava, Krizhevsky, Sutskever, Salakhutdinov",
    2012,
    "Improving neural networks by preventing co-adaptation of feature detectors",
    "arXiv",
    "arxiv.org/abs/1207.0580",
)
GAUSSIAN = Paper(SRIVASTAVA.authors, 2014, SRIVASTAVA.title, SRIVASTAVA.venue, SRIVASTAVA.link, "10")
WANG = Paper("Wang, Manning", 2013, "Fast dropout training", "ICML", "proceedings.mlr.press/v28/wang13a.html")
WAN = Paper(
    "Wan, Zeiler, Zhang, LeCun, Fergus",
    2013,
    "Regularization of Neural Networks using DropConnect",
    "ICML, PMLR 28(3), 1058–1066",
    "proceedings.mlr.press/v28/wan13.html",
)
CONCRETE = Paper("Gal, Hron, Kendall", 2017, "Concrete Dropout", "NIPS", "arxiv.org/abs/1705.07832")
MONTE_CARLO = Paper(
    "Gal, Ghahramani",
    2016,
    "Dropout as a Bayesian Approximation: Representing Model Uncertainty in Deep Learning",
    "ICML",
    "arxiv.org/abs/1506.02142",
)
TOMPSON = Paper(
    "Tompson, Goroshin, Jain, LeCun, Bregler",
    2015,
    "Efficient Object Localization Using Convolutional Networks",
    "CVPR",
    "arxiv.org/abs/1411.4280",
)
GHIASI = Paper(
    "Ghiasi, Lin, Le",
    2018,
    "DropBlock: A regularization method for convolutional networks",
    "NeurIPS",
    "arxiv.org/abs/1810.12890",
)
VARIATIONAL = Paper(
    "Gal, Ghahramani",
    2016,
    "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks",
    "NIPS",
    "arxiv.org/abs/1512.05287",
)
SEMENIUTA = Paper(
    "Semeniuta, Severyn, Barth",
    2016,
    "Recurrent Dropout without Memory Loss",
    "COLING, 1757–1766",
    "arxiv.org/abs/1603.05118",
)
HUANG = Paper(
    "Huang, Sun, Liu, Sedra, Weinberger",
    2016,
    "Deep Networks with Stochastic Depth",
    "ECCV",
    "arxiv.org/abs/1603.09382",
)
FAN = Paper(
    "Fan, Grave, Joulin",
    2020,
    "Reducing Transformer Depth on Demand with Structured Dropout",
    "ICLR",
    "arxiv.org/abs/1909.11556",
)
VASWANI = Paper(
    "Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin",
    2017,
    "Attention Is All You Need",
    "NIPS",
    "arxiv.org/abs/1706.03762",
    "5.4",
)

# The method's own paper first.
PAPERS: dict[str, tuple[Paper, ...]] = {
    "dropout": (SRIVASTAVA, HINTON),
    "classic": (SRIVASTAVA, HINTON),
    "gaussian": (GAUSSIAN, WANG),
    "dropconnect": (WAN,),
    "concrete": (CONCRETE,),
    "monte-carlo": (MONTE_CARLO,),
    "feature-maps": (SRIVASTAVA, TOMPSON),
    "spatial": (TOMPSON,),
    "dropblock": (GHIASI,),
    "variational": (VARIATIONAL,),
    "recurrent": (SEMENIUTA,),
    "naive": (SEMENIUTA,),
    "stochastic-depth": (HUANG,),
    "layerdrop": (FAN,),
    "transformer": (VASWANI, VARIATIONAL),
    "notebook": (SRIVASTAVA,),
}

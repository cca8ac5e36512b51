"""The sections of the methods' pages: what is measured, in words beside its formulas."""

PUT_OUT = {
    "lead": "Sample {sample} at step {step}: masks drawn for this alone, as training draws them, multiply the very "
    "numbers that flow there.",
    "formulas bernoulli": "Where $x$ goes in, $E[y] = x$ and $\\mathrm{Var}[y] = \\frac{p}{1-p} x^2$. The mean is "
    "kept; the mean square grows.",
    "formulas classic": "Where $x$ goes in, $E[y] = (1-p)\\,x$ and $\\mathrm{Var}[y] = p\\,(1-p)\\,x^2$. The mean "
    "is not kept: that is why outputs count $1-p$ times afterwards.",
    "formulas gaussian": "Where $x$ goes in, $E[y] = x$ and $\\mathrm{Var}[y] = \\frac{p}{1-p} x^2$, both as with "
    "dropout; everything else about the factors differs.",
    "formulas concrete": "Where $x$ goes in and $m$ is the soft factor, $E[y] = E[m]\\,x$ and $\\mathrm{Var}[y] = "
    "\\mathrm{Var}[m]\\,x^2$, both by integrals over the coin. $E[m]$ is nearly 1, and the variance less than "
    "dropout’s $\\frac{p}{1-p}$.",
    "formulas gate": "Where $x$ goes in, $E[y] = (1-p)\\,x$ and $\\mathrm{Var}[y] = p\\,(1-p)\\,x^2$. Nothing is "
    "scaled, not in evaluation either.",
    "formulas blocks": "What is left of a step’s maps is scaled by what was kept of them all. A cell near the edge is "
    "dropped less often than one in the middle, so that no formula of $p$ alone holds for both.",
    "formulas weights": "Where $x$ goes in, $E[y_o] = \\sum_i x_i W_{io}$ and $\\mathrm{Var}[y_o] = \\frac{p}{1-p} "
    "\\sum_i x_i^2 W_{io}^2$, the bias left out.",
    "compared": "Over {masks} masks the mean is {mean}, by the formula {expected}; the variance {variance}, by the "
    "formula {spread}: each the average of {count}.",
    "found": "Over {masks} masks the mean is {mean}, where {x} goes in, and the variance {variance}: each the "
    "average of {count}.",
    "silent": "Nothing goes in there at this step, so that nothing comes out.",
    "largest": "Drawn are the {count} largest of {whole}.",
    "of weights": "Drawn for {count} sums of {whole}: each has as many coins as weights.",
    "nothing": "Nothing is dropped at this step, so what goes in is what comes out.",
}

TURNED = {
    "step": "At step {step}: {found}.",
    "found": "with p = {p} the formula says {formula}, and of {whole} factors {count} are negative, {found}",
    "nothing": "Nothing is multiplied at this step.",
}

MEASURED_RUNS = {
    "images": "{n} images",
    "learned.title": "Learned p against the size of the data",
    "learned.says": "What pulls p up, the entropy of the mask, counts $1/N$ in the loss: the more data, the less it "
    "weighs, and the lower p ends. All labels are right here, and every run has 600 steps.",
    "here": "The run on screen has p = {ps} at step {step} of {steps}, place by place.",
    "inference.title": "Two ways to evaluate, and how far each is from the mean of many masks",
    "inference.says": "In nats (KL divergence) from the mean of {masks} masked networks: with the mean of the weights, "
    "and with each sum taken as a normal number of the right mean and variance, which is the paper’s way. By moments "
    "it is closer in {closer} of {runs} runs.",
    "note": "Medians of {runs} runs with standard errors, seeds {first} to {last}.",
}

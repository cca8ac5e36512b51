"""The LSTM: its figure, and what its methods' pages show."""

LSTM = {
    "nothing": "At step {step} nothing is dropped: every output goes on to the next step whole, as in evaluation.",
    "count": "{off} of {whole}",
    "off x sequence": " inputs {are} off for sample {sample}, the same at every step of the sequence. {answer}",
    "off x step": " inputs {are} off for sample {sample}, different ones at each step. {answer}",
    "and x sequence": ", and {off} of {whole} inputs {are} never read",
    "and x step": ", and {off} of {whole} inputs {are} not read",
    "off h sequence": " units {are} cut for sample {sample}, from each step to the next{more}. The memory is not cut. "
    "{answer}",
    "off untied h sequence": " links of units to gates {are} cut for sample {sample}, from each step to the "
    "next{more}. The memory is not cut. {answer}",
    "off h step": " links from step to step {are} cut for sample {sample}, different ones each time{more}. The "
    "memory is not cut. {answer}",
    "off c step": " links of the memory {are} cut for sample {sample}{more}. What was stored there is gone. {answer}",
    "off g step": " candidates {are} not written for sample {sample}, different ones at each step{more}. What is "
    "stored stays. {answer}",
    "off g sequence": " units {write} nothing for sample {sample}, the whole sequence long{more}. What is stored "
    "stays. {answer}",
    "write": "write",
    "writes": "writes",
    "lanes": "; {kept} of {whole} lanes came through whole",
    "says": "It says {said}; the label is {label}.",
    "shape": "LSTM of {units} units over {steps} steps",
    "alternative": "{shape}, at training step {step}, sample {sample}.",
    "none off": "Nothing is off.",
    "at place": "{place}: {off} of {whole} off.",
    "backward": "Drawn are gradients; they go back from the last step to the first, and none through what is cut.",
    "playing": "{shape}, while it trains",
    "gradients": "Each strip: dL/d(value) of this sample alone, relative to the strip’s largest. L is the mean over "
    "{batch} samples.",
    "coins sequence": "{count} coins for the sequence",
    "coins step": "{count} coins, {each} at each step",
    "strip.rows": "rows of the image",
    "strip.g": "candidate",
    "strip.c": "memory",
    "strip.h": "output",
    "flag": "flag",
    "key.value": "value −, +",
    "key.backward value": "gradient −, +",
    "key.link": "goes on to the next step",
    "key.link cut": "link cut",
    "key.lane cut": "memory erased",
    "key.candidate off": "candidate off",
    "key.input off": "not read",
    "time.whole": "t = 0 to {last}",
    # The card of one unit at one step.
    "card": "Unit {unit} at t = {t}",
    "card.kept": "What it stores and puts out at this step of the sequence.",
    "card.dropped g": "Its candidate is off: nothing new is written, and what is stored stays.",
    "card.dropped c": "The way of its memory to here is cut: what was stored before is gone.",
    "card.dropped h": "What it put out before is not read at this step.",
    "card.gates": "Gates",
    "card.candidate": "Candidate",
    "card.memory": "Memory",
    "card.output": "Output",
    "card.back": "Backward",
}

SAME_COINS = {
    "lead": "Step {step}, sample {sample}, p = {p}: each method takes those coins that it needs of one and the same "
    "set, a coin for each unit, gate and step of the sequence.",
    "variational": "Variational, tied",
    "untied": "Variational, untied",
    "naive h": "Naive on h",
    "naive c": "Naive on c",
    "recurrent": "Candidate g",
    "recurrent half": "Candidate g, p = 0.5",
    "sequence": "Candidate g, one mask",
    "twin": "None: the twin",
    "counted variational": "{off} of {whole} units, at every step",
    "counted naive h": "{off} of {whole} links, different ones at each step",
    "counted naive c": "{off} of {whole} links of the memory",
    "counted recurrent": "{off} of {whole} candidates; the memory stays whole",
}

SURVIVAL = {
    "masked": "At step {step}, {count} of {whole} values stored at t = 0 are left at t = {t}: {found}, by the formula "
    "{expected}.",
    "others": "This run’s masks leave the memory alone. Were it masked with the same coins, {count} of {whole} values "
    "stored at t = 0 would be left at t = {t}: {found}, by the formula {expected}.",
}

SEQUENCE_RUNS = {
    "title": "What the networks learned",
    "memory": "The share of test sequences that are right after {steps} steps; by chance it would be one in eight.",
    "digits": "The share of test images that are right after {steps} steps, where one training label in five is wrong.",
}

PAGES = {
    "variational.title": "Variational dropout",
    "variational.says": "One mask for the whole sequence cuts the same links at every step: from the input, and from "
    "each output to the next step. The memory has no mask.",
    "variational.what": "links of a recurrent network",
    "variational.shared": "all steps; and the gates, if tied",
    "variational.scale": "1/(1 − p)",
    "variational.inference": "as it is, or the mean of several passes",
    "variational.p": "you, on x and on h",
    "recurrent.title": "Recurrent dropout",
    "recurrent.says": "The candidate for the memory is masked and nothing else: what a unit would write may be "
    "dropped, what it has stored is not.",
    "recurrent.what": "candidates for the memory",
    "recurrent.shared": "nothing, or all steps",
    "recurrent.scale": "1/(1 − p)",
    "recurrent.inference": "as it is",
    "recurrent.p": "you",
    "naive.title": "Naive dropout in time",
    "naive.says": "A fresh mask at each step, on the output or on the memory. On the memory it erases a little at "
    "every step, until nothing is left of what was stored.",
    "naive.what": "links, or the memory",
    "naive.shared": "nothing",
    "naive.scale": "1/(1 − p), at each step anew",
    "naive.inference": "as it is",
    "naive.p": "you",
}

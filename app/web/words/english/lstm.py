"""The LSTM: its figure, and what its methods' pages show."""

LSTM = {
    "nothing": "At step {step} nothing is dropped: every output goes on to the next step whole, as in evaluation.",
    "count": "{off} of {whole}",
    "off x sequence": " inputs are off for sample {sample}, the same at every step of the sequence. {answer}",
    "off x step": " inputs are off for sample {sample}, others at each step. {answer}",
    "and x sequence": ", and {off} of {whole} inputs are never read",
    "and x step": ", and {off} of {whole} inputs are not read",
    "off h sequence": " units are cut for sample {sample}, from each step to the next{more}. The memory is not cut. "
    "{answer}",
    "off untied h sequence": " links of units to gates are cut for sample {sample}, from each step to the next{more}. "
    "The memory is not cut. {answer}",
    "off h step": " links from step to step are cut for sample {sample}, others each time{more}. The memory is not "
    "cut. {answer}",
    "off c step": " links of the memory are cut for sample {sample}{more}. What was stored there is gone. {answer}",
    "off g step": " candidates are not written for sample {sample}, others at each step{more}. What is stored stays. "
    "{answer}",
    "off g sequence": " units write nothing for sample {sample}, the whole sequence long{more}. What is stored stays. "
    "{answer}",
    "lanes": "; {kept} of {whole} lanes came through whole",
    "says": "It says {said}, the label {label}.",
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

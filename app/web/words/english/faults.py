"""What is wrong with a link or form: a sentence for each kind of `app.runs.spec.faults.Fault`.

{it} is the setting, {got} what came, {quoted} the same in quotes; {_n} and its like stand for the link's own name of
a setting, as " (n)", which a page leaves out.
"""

SENTENCES = {
    # of one setting
    "choice": "{it} must be one of {choices}, got {quoted}",
    "whole": "{it} must be a whole number, got {quoted}{hint}",
    "number": "{it} must be a number, got {quoted}{hint}",
    "hint": "; write {text}",
    "outside": "{it} must lie in {interval}, got {got}{why}",
    "two values": "{it}: {got} is read as two values here{hint}",
    "small": "{it} must be 0 or at least {least} in size, got {got}",
    "layers": "{it} must have 1 to {most} layers, got {count}",
    "values": "{it} must have at most {most} values, got {count}",
    "rising": "{it} must rise without repeats, as 0,2, got {quoted}",
    "no blocks": "{it}: this network has no blocks that could be left out; a residual one has, got {quoted}",
    "no neuron": "{it} must name hidden neurons of this network, as h1.3, got {quoted}",
    "all cut": "{it} must leave one block at least: at most {most} can be cut, got {count}",
    "repeated": "{it} must be given once, got it twice or more",
    # of the link as a whole
    "unknown": "{quoted} is not a setting; there are {choices}",
    "long": "The link must have at most {most} characters, got {count}",
    "cut": "The link was cut short: it ends in {quoted}. The whole of it is needed",
    "version": "This link is of version {got}; this server reads version {reads}",
    "no version": "The version of a link (v) must be {reads}, got {quoted}",
    "many": "The link must have at most {most} parameters, got {count}",
    "nothing there": "There is nothing at {quoted}",
    "oembed format": "The answer is made as json, got {quoted}",
    "oembed url": "{quoted} is no address of this server",
    "oembed page": "{quoted} has no figure that could stand in a frame",
    "no edit": "An edit must look like batch:16 or place:-2, got {quoted}",
    "many edits": "At most {most} edits can be made at once, got {count}",
    "method": "This address is asked for with GET, got {quoted}",
    "broken": "The error is in the server's log.",
    # of several settings at once
    "batch": "{it} must be at most the number of training samples{_n}, which is {most}, got {count}",
    "warmup": "{it} must be at most the number of steps{_steps}, which is {most}, got {count}",
    "norm weights": "{it} must be none with {owner}: masks of weights are within layers, and normalisation would be "
    "neither before nor after them, got {quoted}",
    "norm learned": "{it} must be none with {owner}: what learned p is held by is how large weights are, and "
    "normalised sums do not depend on that, got {quoted}",
    "norm alone": "{it} needs a batch{_batch} of at least 2 samples, got {quoted}",
    "work": "Hidden layers{_hidden}, batch size{_batch} and steps must together take at most {most} s of training, "
    "got about {count} s",
    "seek": "Hidden layers{_hidden}, batch size{_batch} and steps must let a step be found again in {most} s, "
    "got about {count} s; fewer steps or neurons would do",
    "no net": "{it} must read these data ({data}): {choices}, got {quoted}",
    "no place": "{it} must have a place in this network ({net}): {choices}, got {quoted}",
    "two maps": "{it} must have {most} numbers, one for each convolution, got {count}",
    "heads": "{it} must divide the width{_width}, which is {most}, got {count}",
    "other place": "{it} must lie in [0, {most}], where {most} is the last place of this network, got {count}{why}",
    "foreign": "{it} is a setting of {owner}",
    "weight masks": "Hidden layers{_hidden} and batch size{_batch} must need at most {most} coins a step for masks of "
    "weights, got {count}",
    "place": "{it} must lie in [0, {most}], where {most} is the last hidden layer, got {count}{why}",
    "one p": "{it} must have 1 value, got {count}",
    "each p": "{it} must have 1 value or {most}, one for each place, got {count}",
    # of changes
    "changes": "A run can be changed at most {most} times, got {count}",
    "change": "{it} must look like p@128:0.3, several joined by ;, got {quoted}",
    "changeable": "{it} must name p, lr or decay, got {quoted}",
    "change at": "Change at step {count}: {of}",
    "late": "A change must come at a step in [0, {most}], got {got}",
    "learned": "A change must not set p where p is learned, got {got}",
    "nowhere": "A change must not set p where no place has dropout, got {got}",
    # of what a viewer wishes
    "edit": "{it} must look like p:0.3, lr:0.01 or decay:0, got {quoted}",
    "speed": "{it} must be 0, a number in {interval} or max, got {quoted}",
    "page": "{it} must be the page of a method or a reason, as methods/gaussian, got {quoted}",
    "ended": "{it} must lie in [0, {most}], got {count}. {ending}",
    "no card": "Nothing here can be looked into; what can be is drawn with a number",
    "neuron": "A neuron needs layer and unit, as layer=1&unit=1",
    # of an experiment
    "grid": "{it}: this experiment has {count} cells, and the server runs at most {most}. The command "
    "dropout-explorer sweep runs any number, on a cluster too",
    "needs classes": "{it}: {quoted} is of samples that have a class, and these have none",
    "needs dense": "{it}: {quoted} is of the hidden neurons of a dense network",
    "needs plane": "{it}: {quoted} is of points in the plane that have one of two classes",
    "needs curve": "{it}: {quoted} is of a curve",
    "needs norm": "{it}: {quoted} is of batch normalisation, which every run of these must have, before or after "
    "dropout",
    "no by": "{it}: nothing varies from panel to panel until By says what does",
    "no values": "{it} must name at least one value; several are joined by ;",
    "own seeds": "{it}: an experiment has seeds of its own, as many as seeds says from first on; a single one "
    "means nothing here",
    "dense axis": "{it}: this network is not made of columns of neurons, so that it has neither hidden layers nor "
    "neurons in them to vary",
    # of a run as a program
    "no table": "This run has no table {quoted}: it belongs to another network or method",
    "long program": "In {library} this run takes {count} lines, and a program here has less than {most}{spared}",
    "spared": ". It would fit without {names}",
    "spared one": ". It would fit without any one of {names}",
    # of one layer
    "near": "{it} must be 0 or lie in [0.000001, 0.999999], got {got}; no coin that this page draws would tell "
    "a closer one from 0 or 1",
    "cell": "{it} must be sample and neuron, as 34, got {quoted}",
    "no cell": "{it} {got} lies outside the matrix of {most}",
    "of": "{it}: {of}",
    "edits": "{it} must look like 34:0.7,12:-1, each cell once, got {quoted}",
}

# Why a value is not allowed, where that would surprise.
REASONS = {
    "all off": "; at 1 every neuron would be off at every step",
    "none on": "; at 1 nothing would be on at any step",
    "no variance": "; at 1 the variance of the factors would be infinite",
    "weights off": "; at 1 every weight would be off at every step",
    "no logit": "; 0 and 1 have no logit that could be learned",
    "test images": "; 1,000 of the 5,000 images are for the test",
    "no labels": "; a curve has no labels to flip",
    "tokens": "; there is nothing between one token and another",
    "map": "; a block must fit into the map",
    "output": "; dropout does not belong on the output, where it would blot out the answer",
    "samples": "; samples are counted from 1",
    "neurons": "; neurons are counted from 1",
}

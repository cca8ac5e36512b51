"""What a picture of a figure says beside the figure's own words."""

PICTURES = {
    "title": "Dropout Explorer: {figure}, step {step}, sample {sample}",
    "caption": "{figure}. {about}{sample}",
    "sample": " Sample {sample}.",
    "only here": "Only this machine can open this address, so there is no code to scan.",
    "too long": "This address is too long for a code to scan.",
    "layer.title": "Dropout Explorer: one layer, sub-step {step}, sample {sample}, neuron {neuron}",
    "layer.caption": "{title}. {about}",
    "layer.kept": "kept",
    "layer.dropped": "dropped",
    "layer.chosen": "sample {sample}, neuron {neuron}, of which the sentence speaks",
    "layer.off": "{neurons} of sample {sample}",
    "layer.none": "none",
    "layer.all dropped": "Dropped, by the numbers of neurons: {samples}.",
}

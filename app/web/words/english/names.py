"""What layers are called, and how a sentence lists and counts."""

NAMES = {
    "input": "Input",
    "output": "Output",
    "hidden": "Hidden {number}",
    "input.short": "In",
    "output.short": "Out",
    "hidden.short": "H{number}",
    "and": "{first} and {last}",
    "none": "none",
    "neuron": "neuron {numbers}",
    "neurons": "neurons {numbers}",
    "an input": "input {numbers}",
    "inputs": "inputs {numbers}",
}

"""The convolutional network: its figure, and what its methods' pages show."""

CONV = {
    "nothing": "At step {step} nothing is dropped. Every map goes on whole, as it does in evaluation.",
    "counted dropout": "{off} of {whole} cells",
    "counted dropblock": "{off} of {whole} cells",
    "counted spatial": "{off} of {whole} maps",
    "neurons": "{off} of {whole} neurons",
    "and": " and {dense}",
    "off dropout": "{more} {are} off for sample {sample}, each by a coin of its own. Their neighbours know nearly the "
    "same, and stand in for them.",
    "off dropblock": "{more} {are} off for sample {sample}, in {blocks}. Where a block falls, no neighbour is "
    "left to stand in.",
    "off spatial": "{more} {are} off for sample {sample}. Nothing that such a map found goes on, wherever it was.",
    "chance dropout": "{more} are off for sample {sample}. Chance kept every cell.",
    "chance dropblock": "{more} are off for sample {sample}. No block fell, by chance.",
    "chance spatial": "{more} are off for sample {sample}. Chance kept every map.",
    "a block": "{count} block",
    "blocks": "{count} blocks",
    "off dense": " {are} off for sample {sample}. What is off passes nothing forward and no gradient back.",
    "shape": "Convolutional network with {first} and {second} maps and {neurons} neurons",
    "playing": "{shape}, while it trains",
    "maps": "{count} maps of {side} × {side}",
    "of neurons": "{count} neurons",
    "some off": "{size}, {off} off",
    "map off": "{size}, {off} map off",
    "maps off": "{size}, {off} maps off",
    "answer": "says {said}, label {label}",
    "answers": "It says {said}, with probability {p}; the label is {label}.",
    "alternative": "{shape} at step {step}, sample {sample}. {off}",
    "where": "Off are, in {places}.",
    "none off": "Nothing is off.",
    "place no map": "{place}: none",
    "place map": "{place}: map {maps}",
    "place maps": "{place}: maps {maps}",
    "place neurons": "{place}: {off} of {whole} neurons",
    "place cells": "{place}: {off} of {whole} cells, on {maps} of {of} maps",
    "backward": "Drawn are gradients; none goes back through what is off.",
    "gradients": "Each layer: dL/d(value) of this sample alone, relative to the layer’s largest. L is the mean over "
    "{batch} samples. Of the four cells that a pool reads only the largest gets any.",
    "coins": "{count} coins: {coins} on {on}",
    "key.value": "value −, +",
    "key.backward value": "gradient −, +",
    "key.cell": "off, cell by cell",
    "key.backward cell": "off: the gradient stops there",
    "key.block": "off, one outline a union",
    "key.backward block": "off: the gradient stops there",
    "key.seed": "seed of a block",
    "key.map": "off, the whole map",
    "key.backward map": "off: the gradient stops there",
    "key.coin": "coins, grey where one fell below its rate",
    "key.kernel": "kernel −, +",
    "tile": "{layer}, map {number}",
    "gates": "Where the method sits",
    # The card of a number
    "card": "{layer}, number {at}",
    "card.dropped": "The mask holds a 0 here: nothing goes on, and no gradient comes through.",
    "card.kept": "The mask lets it pass.",
    "card.active": "There is no mask here: it passes on what it computes.",
    "card.silent": "Its activation is 0 for this sample.",
    "card.input": "A pixel of the image.",
    "card.output": "The network’s output, before the softmax. Dropout is never applied here.",
    "card.pooled": "Activation, the largest of four; the sum above is of that one",
    "card.map coin": "Compare the map’s coin with p: the mask",
    "card.seeds": "Of {reach} seeds that reach it {fell} fell; what the batch kept is scaled up: the mask",
    "card.back": "Gradient, before the mask",
    # The sections of the methods' pages
    "way dropout": "Cells",
    "way dropblock": "Blocks",
    "way spatial": "Whole maps",
    "way counted": "{coins} coins, {off} cells off",
    "coins lead": "Step {step}, sample {sample}, the maps of {place}, p = {p}: three methods, each of the coins that "
    "it takes from the same ones. Above what is off, below the coins, grey where one fell below its rate.",
    "positions step": "step {step}",
    "positions steps": "steps {first} to {step}",
    "positions lead": "The maps of {place}, counted over {masks} masks, all samples and maps of {steps}.",
    "positions formula dropblock": "By the formula $1 - (1 - \\gamma)^k$, with $\\gamma$ the probability of a seed and "
    "$k$ the number of seeds that reach the cell.",
    "positions formula others": "By the formula $p$, wherever the cell lies.",
    "positions dropblock": "A corner is reached by one seed, the middle by many: a corner is off in {corner} of the "
    "masks (by the formula {corner_formula}), the middle in {middle} ({middle_formula}). On average it is {mean} "
    "({mean_formula}) and not p = {p}, because blocks overlap.",
    "positions dropout": "Corners are off in {corner} of the masks, the middle in {middle}, all in {mean}: p = {p} "
    "wherever a cell lies. With blocks the rim is spared.",
    "positions spatial": "Corners are off in {corner} of the masks, the middle in {middle}, all in {mean}: p = {p} "
    "wherever a cell lies, and always for the whole map at once.",
    "means lead": "Step {step}, sample {sample}: over {masks} masks of each method, the variance of the mean of a map "
    "of {place}, on average over its maps.",
    "means": "With blocks of {block} × {block} the mean varies {blocks} times as much as with single cells, with "
    "whole maps {maps} times. Where cells go one by one, what is lost on one of them is nearly made up for by its "
    "neighbours, and little noise is left.",
    "means formulas": "Of a map $x$ of $R$ cells. Cells: $\\frac{p}{1-p} \\sum x^2 / R^2$; whole maps: $\\frac{p}{1-p} "
    "(\\sum x)^2 / R^2$; blocks: $\\sum_{a,b} x_a x_b\\,(K_{ab} - K_a K_b) / (R K)^2$, with $K_a = (1-\\gamma)^{k_a}$ "
    "the probability that cell $a$ is kept, $K_{ab}$ that both are, and $K$ the mean of $K_a$.",
}

"""What the page of an experiment says of itself: how far it is, how long it takes, what it asks."""

EXPERIMENT_PAGE = {
    "run": "{data}, {n} samples; {network}; {method}; {training}, {steps} steps",
    # before it runs
    "cells": "{count} networks to train: {values} × both arms × {seeds}; what several values share is trained once",
    "estimate": "{cells}. About {time} here.",
    "estimate rest": "{cells}. {done} of them are kept from before; about {time} for the rest.",
    "estimate none": "{cells}. All of them are kept from before.",
    "value": "1 value",
    "values": "{count} values",
    "panels": "{values} × {count} panels",
    "second": "a second",
    "seconds": "{count} s",
    "minutes": "{count} min",
    "hours": "{count} h",
    # while and after
    "running": "{done} of {total} networks are trained; about {time} left.",
    "starting": "{done} of {total} networks are trained.",
    "stopped": "Stopped: {done} of {total} networks are trained. They are kept.",
    "idle": "{done} of {total} networks are trained.",
    "complete": "All {total} networks are trained.",
    "failed": "{done} of {total} networks are trained.",
    # what was measured before
    "measured": "The same was measured before, over {count} fresh seeds, {first} to {last}: {measure}.",
    "measured at": "{ours} with dropout, {twin} for its twin: {pairs}",
    # what a reader says
    "guessed": "You predicted: {text}.",
    "no guess": "You made no prediction.",
    "seen": "You saw: {text}.",
}

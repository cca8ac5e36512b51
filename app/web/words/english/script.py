"""What script says while the server does not: it is handed these with the page (static/js/site/texts.js)."""

SCRIPT = {
    "silent": "The server does not answer.",
    "status": "The server answers with status {status}.",
    "says": "The server says: {text}.",
    "slow": "The server has not answered yet.",
    "again in": "{why} Trying again in {seconds} s.",
    "leave": "Leave it",
    "again": "Try again",
    # What holds where something did not come.
    "step holds": "{why} Shown is step {step}.",
    "field holds": "{label} is still {value}.",
    "scene holds": "The run on screen is as it was.",
    "figure holds": "The figure shows what it showed before.",
    "sentence holds": "The sentence and the formulas are of the cell before.",
    "labs holds": "The measurements below are those from before.",
    "share holds": "What is to paste is as it was.",
    "task holds": "The task is as it was.",
    # Why steps are asked for one by one.
    "quiet": "Nothing comes over the stream; the steps are asked for one by one until it does.",
    "gone": "The server does not answer. This goes on by itself when it does.",
    "turn": "Other windows are playing; this one has a step a second until one of them stops, or until you click here.",
    "full": "The server has no stream left; the steps are asked for one by one.",
    "one run": "This is a recording: its settings cannot be changed.",
    "not opened": "This browser cannot open the recording: the figure shows step {step} alone. Browsers since May 2023 "
    "play it.",
    "damaged": "The recording in this file is damaged: the figure shows step {step} alone.",
    # A chart of results.
    "result seed": "Seed {seed}, {at}: {ours} with dropout, {twin} for its twin; difference: {difference}.",
    "result pending": "not yet",
    "result hint": "A dot is a seed: point at it for its numbers, click to open its run. Keys: arrows and Enter.",
    # The transport, and the network for those who cannot see it.
    "play": "Play",
    "pause": "Pause",
    "play key": "Play (space)",
    "pause key": "Pause (space)",
    "step of": "step {step} of {steps}",
    "no step": "No step follows the last one",
    "network": "network figure, arrow keys move between neurons",
}

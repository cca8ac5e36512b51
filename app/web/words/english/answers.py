"""How a run ended, and why a server that is busy cannot do what it is asked for."""

ENDS = {
    "diverged": "The loss is no longer finite at step {step}. Try a smaller learning rate than {lr}.",
    "twin diverged": "Without dropout: {said}",
    "trainer gone": "The process that trains ended unexpectedly. Load the page again to start afresh.",
    "going down": "The server is going down.",
    "broken": "Something went wrong in the server. Its log says what.",
}

BUSY = {
    "going down": "The server is going down.",
    "runs": "{most} runs are training already.",
    "heavy": "As many large networks are training already as this server can train.",
    "memory": "Other runs that are watched now need all the memory.",
    "turns": "Many people ask for steps of large networks now.",
    "pictures": "Many people ask for pictures now.",
    "answers": "Others ask for large answers now.",
    "replays": "Other recordings are being made now.",
    "viewers": "{most} viewers are watching already.",
}

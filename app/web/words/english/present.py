"""What stands beside a code to scan."""

CODE = {
    "title": "This run on your screen",
    "moment": "This run on your screen, at step {step}",
    "alt": "Code to scan, with the address {address}",
    "here alone": "Only this computer can open {address}. Start the server with --host 0.0.0.0, and others in its "
    "network can open this run.",
    "long": "This link has {count} characters, more than a code to scan can hold.",
}

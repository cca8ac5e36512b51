"""The live stream: channels, viewers, and the writing of events."""

"""Dropout Explorer: a server that trains small networks with dropout and shows every gradient step."""

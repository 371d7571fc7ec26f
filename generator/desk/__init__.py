"""The desk: a local page where an editor reviews a profile against its source.

In go the profiles with their seeds and bases, out come splices of single profiles, each asked for by a key or a click.
How texts are edited, checked and merged is `profiles`' business; nothing here decides what is right.
"""

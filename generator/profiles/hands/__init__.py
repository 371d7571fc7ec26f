"""What an editor does to profiles by a command: see what hands changed, give it back, settle conflicts, change many at once.

In go profiles on the shelf and what the editor named; out come edited texts and what was done. How texts are edited is `text`'s
business, what happens when the machine reads anew is `merge`'s.
"""

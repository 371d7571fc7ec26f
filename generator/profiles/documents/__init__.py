"""A document as a whole, by one command each: taken in, replaced by a better version, withdrawn, given another id."""

"""Every problem of all profiles: one module a kind of check."""

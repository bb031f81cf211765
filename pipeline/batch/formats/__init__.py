"""The formats that articles come in: one file each, with a `read` that yields what a source yields."""

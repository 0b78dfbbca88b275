"""The windows (giao diện): the only package that knows Qt. Plain rows come in, signals go out, nothing is computed."""

"""What did the person mean? Pure: no I/O outside `load.py` and `evaluate.py`."""

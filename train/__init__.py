"""How the bundled weights were made: each step is a module to run with ``python -m train.<step>``.

Order: ``base`` (unpack the model it starts from) -> ``pairs`` (training pairs) -> ``encoder`` (fine-tuning)
-> ``export`` (int8 ONNX in ``models/encoder``) -> ``measure`` (the figures in ``docs/encoder.md``).
Nothing here is imported by the library, and nothing here is needed to use it.
"""

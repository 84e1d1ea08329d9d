"""Models on the graphics card or the CPU by ONNX Runtime, the lock of the card, and free memory."""

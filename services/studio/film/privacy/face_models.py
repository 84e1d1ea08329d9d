"""Networks that find faces, told apart by what they answer with.

CenterFace (Y. Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point", 2019) gives a map of
how sure it is that the middle of a face lies at a place; YuNet (W. Wu et al., "YuNet: A Tiny Millisecond-level Face
Detector", 2023) gives boxes by OpenCV's own detector.
"""

from pathlib import Path
from typing import Final, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from schemas.errors import ConfigurationError

Pixels = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.float64]
"""(faces, 4): left, top, width and height in pixels of the picture."""

_STRIDE: Final = 4
"""Pixels of the picture to a place of CenterFace's map."""
_WHOLE: Final = 32
"""CenterFace takes sides that are multiples of it."""
_PARTS: Final = (1, 2, 2, 10)
"""Planes of CenterFace's answers: how sure, height and width, where in the place, eyes with nose and mouth."""
_LIKELY: Final = 0.2
_SURE: Final = 0.55
_ALIKE: Final = 0.3
_MOST: Final = 5000


class FaceNetwork(Protocol):
    """Something that finds faces. One picture at a time: a network keeps what it computes in itself."""

    def boxes(self, rgb: Pixels) -> Boxes:
        """Boxes of the faces in a picture (height, width, 3)."""
        ...


def load(model: Path) -> FaceNetwork:
    """The network in an ONNX file. Raises ConfigurationError when it is none that is known here."""
    try:
        # The older engine of OpenCV 5 gives wrong maps for any picture of another size than the first.
        net = cv2.dnn.readNetFromONNX(str(model), cv2.dnn.ENGINE_NEW)
        names = net.getUnconnectedOutLayersNames()
        if "cls_8" in names:
            return _YuNet(model)
        net.setInput(np.zeros((1, 3, _WHOLE, _WHOLE), np.float32))
        shapes = [answer.shape for answer in net.forward(names)]
        if shapes == [(1, planes, _WHOLE // _STRIDE, _WHOLE // _STRIDE) for planes in _PARTS]:
            return _CenterFace(net, model)
    except cv2.error as error:
        raise _unknown(model, error.err) from error
    raise _unknown(model, f"it answers with {shapes}")


def _unknown(model: Path, why: str) -> ConfigurationError:
    return ConfigurationError(
        setting="studio.faces",
        why=f"{model} is no network of a face detector ({why})",
        remedy="Remove the file, then: wagglebot models faces",
    )


class _YuNet:
    def __init__(self, model: Path) -> None:
        self._model = model
        self._detector = cv2.FaceDetectorYN.create(str(model), "", (320, 320), _SURE, _ALIKE, _MOST)

    def boxes(self, rgb: Pixels) -> Boxes:
        self._detector.setInputSize((rgb.shape[1], rgb.shape[0]))
        try:
            _, rows = self._detector.detect(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
        except cv2.error as error:
            raise _unknown(self._model, error.err) from error
        return np.zeros((0, 4)) if rows is None else np.asarray(rows[:, :4], np.float64)


class _CenterFace:
    def __init__(self, net: cv2.dnn.Net, model: Path) -> None:
        self._net, self._model = net, model
        self._outputs = net.getUnconnectedOutLayersNames()

    def boxes(self, rgb: Pixels) -> Boxes:
        beyond = [-side % _WHOLE for side in rgb.shape[:2]]
        filled = cv2.copyMakeBorder(rgb, 0, beyond[0], 0, beyond[1], cv2.BORDER_REPLICATE)
        self._net.setInput(cv2.dnn.blobFromImage(filled))
        try:
            sure, size, within, _ = self._net.forward(self._outputs)
        except cv2.error as error:
            raise _unknown(self._model, error.err) from error
        rows, columns = np.nonzero(sure[0, 0] > _LIKELY)
        # No face is wider than e^7 places.
        height, width = np.exp(np.minimum(size[0][:, rows, columns].astype(np.float64), 7)) * _STRIDE
        y, x = (np.stack((rows, columns)) + within[0][:, rows, columns] + 0.5) * _STRIDE
        boxes = np.stack((x - width / 2, y - height / 2, width, height), axis=1)
        kept = cv2.dnn.NMSBoxes(boxes.tolist(), sure[0, 0, rows, columns].tolist(), _LIKELY, _ALIKE)
        return boxes[np.asarray(kept, np.intp)]

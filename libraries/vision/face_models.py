"""Face detection networks, recognised by their outputs.

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
_SIDE_MULTIPLE: Final = 32
"""CenterFace takes sides that are multiples of it."""
_OUTPUT_PLANES: Final = (1, 2, 2, 10)
"""Planes of CenterFace's answers: how sure, height and width, where in the place, eyes with nose and mouth."""
_CENTERFACE_SCORE: Final = 0.2
_YUNET_SCORE: Final = 0.55
_NMS_OVERLAP: Final = 0.3
_MAX_FACES: Final = 5000


class FaceNetwork(Protocol):
    """A face detector. Not thread-safe: a network keeps intermediate results."""

    def face_boxes(self, rgb: Pixels) -> Boxes:
        """Boxes of the faces in a picture (height, width, 3)."""
        ...


def load_face_network(model: Path) -> FaceNetwork:
    """The network in an ONNX file. Raises ConfigurationError for one that is not supported."""
    try:
        # The older engine of OpenCV 5 gives wrong maps for any picture of another size than the first.
        net = cv2.dnn.readNetFromONNX(str(model), cv2.dnn.ENGINE_NEW)
        names = net.getUnconnectedOutLayersNames()
        if "cls_8" in names:
            return _YuNet(model)
        net.setInput(np.zeros((1, 3, _SIDE_MULTIPLE, _SIDE_MULTIPLE), np.float32))
        shapes = [answer.shape for answer in net.forward(names)]
        if shapes == [(1, planes, _SIDE_MULTIPLE // _STRIDE, _SIDE_MULTIPLE // _STRIDE) for planes in _OUTPUT_PLANES]:
            return _CenterFace(net, model)
    except cv2.error as error:
        raise _unusable(model, error.err) from error
    raise _unusable(model, f"it answers with {shapes}")


def _unusable(model: Path, why: str) -> ConfigurationError:
    return ConfigurationError("film.faces_model_unusable", setting="studio.faces", model=model, why=why)


class _YuNet:
    def __init__(self, model: Path) -> None:
        self._model = model
        self._detector = cv2.FaceDetectorYN.create(str(model), "", (320, 320), _YUNET_SCORE, _NMS_OVERLAP, _MAX_FACES)

    def face_boxes(self, rgb: Pixels) -> Boxes:
        self._detector.setInputSize((rgb.shape[1], rgb.shape[0]))
        try:
            _, rows = self._detector.detect(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
        except cv2.error as error:
            raise _unusable(self._model, error.err) from error
        return np.zeros((0, 4)) if rows is None else np.asarray(rows[:, :4], np.float64)


class _CenterFace:
    def __init__(self, net: cv2.dnn.Net, model: Path) -> None:
        self._net, self._model = net, model
        self._outputs = net.getUnconnectedOutLayersNames()

    def face_boxes(self, rgb: Pixels) -> Boxes:
        beyond = [-side % _SIDE_MULTIPLE for side in rgb.shape[:2]]
        filled = cv2.copyMakeBorder(rgb, 0, beyond[0], 0, beyond[1], cv2.BORDER_REPLICATE)
        self._net.setInput(cv2.dnn.blobFromImage(filled))
        try:
            sure, size, within, _ = self._net.forward(self._outputs)
        except cv2.error as error:
            raise _unusable(self._model, error.err) from error
        rows, columns = np.nonzero(sure[0, 0] > _CENTERFACE_SCORE)
        # No face is wider than e^7 places.
        height, width = np.exp(np.minimum(size[0][:, rows, columns].astype(np.float64), 7)) * _STRIDE
        y, x = (np.stack((rows, columns)) + within[0][:, rows, columns] + 0.5) * _STRIDE
        boxes = np.stack((x - width / 2, y - height / 2, width, height), axis=1)
        kept = cv2.dnn.NMSBoxes(boxes.tolist(), sure[0, 0, rows, columns].tolist(), _CENTERFACE_SCORE, _NMS_OVERLAP)
        return boxes[np.asarray(kept, np.intp)]

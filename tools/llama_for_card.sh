#!/bin/sh
# Replace the build of llama.cpp in the environment $1, which computes on the processor, by the same release for CUDA, from the index
# of its authors. No lock holds that one: package indexes take no wheels of its size. Where it cannot be had, the other one stays.
set -eu
python=$1/bin/python
index=${LLAMA_INDEX:-https://xorbitsai.github.io/xllamacpp/whl/cu128}
release=$("$python" -c 'from importlib.metadata import version; print(version("xllamacpp"))')
sees_card='import sys, xllamacpp; sys.exit(not any("GPU" in str(each["type"]) for each in xllamacpp.get_device_info()))'
"$python" -c "$sees_card" && exit 0
echo "Fetching llama.cpp $release for CUDA ($index) …"
if "$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall --only-binary :all: --index-url "$index" "xllamacpp==$release" 2>/dev/null; then
    "$python" -c "$sees_card" || echo "llama.cpp for CUDA sees no card here: it will compute on the processor."
else
    echo "llama.cpp for CUDA cannot be had here: the writer 'gguf' will compute on the processor. Try again later: make gpu"
fi

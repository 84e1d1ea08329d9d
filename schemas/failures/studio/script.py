"""Failures of scripts: posts nothing can be told of, answers that cannot be used, models that are not there."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_DECLINED: Final = (
    "Decide yourself: decline the post, or name another writer behind it in recipe.script.chain.",
    "글을 직접 보고 거절하거나, recipe.script.chain에 다른 작성기를 뒤에 적으세요.",
)
_LONGER: Final = (
    "Give the model a longer context (OLLAMA_CONTEXT_LENGTH=8192 ollama serve; llama-server -c 8192; "
    "vllm serve --max-model-len 8192), or take another model."
)
_LONGER_KO: Final = (
    "모델의 문맥을 늘리거나(OLLAMA_CONTEXT_LENGTH=8192 ollama serve, llama-server -c 8192, "
    "vllm serve --max-model-len 8192) 다른 모델을 쓰세요."
)

SENTENCES: Final[Mapping[str, Sentences]] = {
    "script.recall_no_room": Sentences(
        en="The script has {lines} lines and the recall of the first part {recall}: more than {most} together.",
        ko="대본이 {lines}줄, 지난 이야기가 {recall}줄입니다. 합쳐서 {most}줄까지 됩니다.",
        cure="Approve the post as a story of its own, or ask for a shorter script in the recipe.",
        cure_ko="따로 된 이야기로 승인하거나, 레시피에서 더 짧은 대본을 고르세요.",
    ),
    "script.nothing_to_say": Sentences(
        en="Post {post} has no title, text or comments that could be spoken.",
        ko="{post} 글에는 소리 내어 읽을 제목이나 본문, 댓글이 없습니다.",
        cure="Decline it, or collect it again.",
        cure_ko="글을 거절하거나 다시 수집하세요.",
    ),
    "script.only_instructions": Sentences(
        en="Post {post} is nothing but instructions to a language model.",
        ko="{post} 글은 언어 모델에 내리는 지시뿐입니다.",
        cure="Decline it.",
        cure_ko="글을 거절하세요.",
    ),
    "script.obeys_the_post": Sentences(
        en="The script of the writer {writer} follows instructions hidden in the post ({run}).",
        ko="작성기 {writer}의 대본이 글에 숨은 지시를 따랐습니다({run}).",
        cure="Decline the post.",
        cure_ko="글을 거절하세요.",
    ),
    "script.post_too_long": Sentences(
        en="Post {post} with the prompt {prompt} is longer than what {writer} can keep in mind.",
        ko="{post} 글과 프롬프트 {prompt}의 길이가 작성기 {writer}의 모델이 한 번에 읽을 수 있는 길이를 넘습니다.",
        cure="Take a model with a longer context, or name 'extractive' behind it in recipe.script.chain.",
        cure_ko="더 긴 문맥을 읽는 모델을 쓰거나, recipe.script.chain에 extractive를 뒤에 적으세요.",
    ),
    "script.unusable_answer": Sentences(
        en="What the language model of {writer} wrote of post {post} cannot be used: {faults}.",
        ko="작성기 {writer}의 언어 모델이 {post} 글로 쓴 대본을 쓸 수 없습니다: {faults}",
        cure="Name another writer behind it in recipe.script.chain, 'extractive' for one, or take another model.",
        cure_ko="recipe.script.chain에 extractive 같은 다른 작성기를 뒤에 적거나, 다른 모델을 쓰세요.",
    ),
    "script.faulty": Sentences(
        en="The script that the writer {writer} made of post {post} may not be spoken: {faults}.",
        ko="작성기 {writer}가 {post} 글로 쓴 대본은 검사를 통과하지 못했습니다: {faults_ko}",
        cure="Name another writer behind it in recipe.script.chain, 'extractive' for one.",
        cure_ko="recipe.script.chain에 extractive 같은 다른 작성기를 뒤에 적으세요.",
    ),
    "script.not_a_draft": Sentences(
        en="What the language model wrote is no script: {faults}.",
        ko="언어 모델의 답이 대본 형식이 아닙니다: {faults}",
        cure="Take an instruction-tuned model.",
        cure_ko="지시를 따르도록 학습된 모델을 쓰세요.",
    ),
    "script.context_exceeded": Sentences(
        en="The post and the prompt leave no room for an answer in the context of the model of {writer}.",
        ko="글과 프롬프트가 작성기 {writer}의 모델이 읽을 수 있는 길이를 다 차지해 답을 쓸 자리가 없습니다.",
        cure=_LONGER,
        cure_ko=_LONGER_KO,
    ),
    "script.context_too_small": Sentences(
        en="{server} gives {model} a context of {context} tokens; a long post with its answer needs {needed}.",
        ko="서버가 {model} 모델에 주는 문맥은 {context}토큰인데, 긴 글과 답에는 {needed}토큰이 필요합니다({server}).",
        cure=_LONGER,
        cure_ko=_LONGER_KO,
    ),
    "script.declined.minors": Sentences(
        en="The model of the writer {writer} would not tell the post: sexual content about minors.",
        ko="작성기 {writer}의 모델이 대본 쓰기를 사양했습니다. 이유: 미성년자 성적 내용",
        cure=_DECLINED[0],
        cure_ko=_DECLINED[1],
    ),
    "script.declined.self_harm": Sentences(
        en="The model of the writer {writer} would not tell the post: ways of hurting oneself.",
        ko="작성기 {writer}의 모델이 대본 쓰기를 사양했습니다. 이유: 자해 방법",
        cure=_DECLINED[0],
        cure_ko=_DECLINED[1],
    ),
    "script.declined.crime": Sentences(
        en="The model of the writer {writer} would not tell the post: ways of committing a crime.",
        ko="작성기 {writer}의 모델이 대본 쓰기를 사양했습니다. 이유: 범죄 방법",
        cure=_DECLINED[0],
        cure_ko=_DECLINED[1],
    ),
    "script.declined.accusation": Sentences(
        en="The model of the writer {writer} would not tell the post: an unproven accusation of a real person.",
        ko="작성기 {writer}의 모델이 대본 쓰기를 사양했습니다. 이유: 실존 인물에 대한 확인되지 않은 고발",
        cure=_DECLINED[0],
        cure_ko=_DECLINED[1],
    ),
    "script.declined.filtered": Sentences(
        en="The model server of the writer {writer} took the answer out.",
        ko="작성기 {writer}의 모델 서버가 답을 걸러 냈습니다.",
        cure=_DECLINED[0],
        cure_ko=_DECLINED[1],
    ),
    "script.no_prompt": Sentences(
        en="recipe.script.prompt: there is no prompt {prompt}.",
        ko="recipe.script.prompt: {prompt} 프롬프트가 없습니다.",
        cure="Choose one of: {known}.",
        cure_ko="다음 가운데 하나를 고르세요: {known}",
    ),
    "script.no_model_name": Sentences(
        en="recipe.script.model: the writer 'openai' needs the name of a model.",
        ko="recipe.script.model: 작성기 openai에는 모델 이름이 필요합니다.",
        cure="Set it in the recipe.",
        cure_ko="제작 설정에 모델 이름을 적으세요.",
    ),
    "script.question_refused": Sentences(
        en="The question to the language model cannot be used: the server refuses it: {why}.",
        ko="서버가 언어 모델에 보낸 요청을 받아들이지 않습니다: {why}",
        cure="Try a model with a longer context, or another one.",
        cure_ko="더 긴 문맥을 읽는 모델이나 다른 모델을 써 보세요.",
    ),
    "script.answer_too_slow": Sentences(
        en="{server} was still writing after {seconds} s.",
        ko="서버가 {seconds}초가 지나도록 답을 다 쓰지 못했습니다({server}).",
        cure="Set WAGGLEBOT_STUDIO__WRITER__TIMEOUT higher, or take a faster model.",
        cure_ko="WAGGLEBOT_STUDIO__WRITER__TIMEOUT 값을 늘리거나 더 빠른 모델을 쓰세요.",
    ),
    "script.answer_broke": Sentences(
        en="{server} failed while it wrote of this post: {why}.",
        ko="서버가 이 글의 답을 쓰다가 실패했습니다({server}): {why_ko}",
        cure="Look into the server's log, or name another writer behind it in recipe.script.chain.",
        cure_ko="서버의 로그를 살펴보거나, recipe.script.chain에 다른 작성기를 뒤에 적으세요.",
    ),
    "script.model_unknown": Sentences(
        en="recipe.script.model: {server} has no model {model}; it has {known}.",
        ko="recipe.script.model: 서버에 {model} 모델이 없습니다({server}). 있는 모델: {known}",
        cure="Name one of them in the recipe, or fetch it: ollama pull {model}.",
        cure_ko="제작 설정에 그 가운데 하나를 적거나, 모델을 받으세요: ollama pull {model}",
    ),
    "script.other_address": Sentences(
        en="studio.writer.base_url: {server} has its models at {address}.",
        ko="studio.writer.base_url: 서버의 모델은 {address}에 있습니다({server}).",
        cure="Set WAGGLEBOT_STUDIO__WRITER__BASE_URL={address}",
        cure_ko="WAGGLEBOT_STUDIO__WRITER__BASE_URL={address}(으)로 설정하세요.",
    ),
    "script.no_completion": Sentences(
        en="What {server} answers is no chat completion: {why}.",
        ko="서버의 응답이 채팅 완성 형식이 아닙니다({server}): {why}",
    ),
    "script.model_failed": Sentences(
        en="The language model of {writer} fails: {why}.",
        ko="작성기 {writer}의 언어 모델에서 오류가 났습니다: {why}",
    ),
    "script.no_memory": Sentences(
        en="The model of the writer {writer} does not start: it needs {needed} MiB of memory and {free} MiB are free.",
        ko="작성기 {writer}의 모델을 불러오지 못했습니다. 메모리 {needed}MiB가 필요한데 {free}MiB만 남아 있습니다.",
    ),
    "script.memory_runs_out": Sentences(
        en="The model of the writer {writer} stops: only {free} MiB of memory are left.",
        ko="작성기 {writer}의 모델을 멈췄습니다. 메모리가 {free}MiB밖에 남지 않았습니다.",
    ),
    "script.memory_refused": Sentences(
        en="The model of the writer {writer} gets no more memory: {why}.",
        ko="작성기 {writer}의 모델이 메모리를 더 받지 못했습니다: {why}",
    ),
    "script.no_model_file": Sentences(
        en="{setting}.folder: {file} is not there.",
        ko="{setting}.folder: {file} 파일이 없습니다.",
        cure="Fetch or make one: docs/models.md says which models fit and by which command they come.",
        cure_ko="모델을 받거나 만드세요. 알맞은 모델과 명령은 docs/models.md에 있습니다.",
    ),
    "script.unusable_model": Sentences(
        en="{setting}.folder: {folder} is no usable model ({why}).",
        ko="{setting}.folder: {folder}의 모델을 쓸 수 없습니다({why}).",
        cure="Fetch or convert it again: docs/models.md says how.",
        cure_ko="모델을 다시 받거나 변환하세요. 방법은 docs/models.md에 있습니다.",
    ),
    "script.package_missing": Sentences(
        en="studio.interpreter: the writer 'optimum' needs {package}, which this Python lacks.",
        ko="studio.interpreter: 작성기 optimum에 필요한 {package} 패키지가 이 파이썬에 없습니다.",
        cure="Run 'make optimum' and name its Python for the script stage; docs/models.md says how.",
        cure_ko="'make optimum'을 실행하고 그 파이썬을 대본 단계에 지정하세요. 방법은 docs/models.md에 있습니다.",
    ),
}

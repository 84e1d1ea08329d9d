"""The story as numbered clues, its comments as answers to a poll, and a question to the viewer."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="quiz",
    version="3",
    make="services.studio.film.templates.quiz.template:QuizTemplate",
    title_en="Quiz",
    title_ko="퀴즈",
)

/* Gradio's drawing loop, slowed down once its shell stands. Loaded before Gradio, which keeps the function it finds.

Its loading animation goes on after it was taken away (seen in 6.31): without this, a page that is left open draws sixty
times a second and takes a twelfth of a processor. Our own modules use neither frames nor Gradio's animations. */
{
  const draw = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (step) =>
    document.documentElement.dataset.ready ? setTimeout(() => step(performance.now()), 1000) : draw(step);
}

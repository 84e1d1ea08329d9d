// What was changed in the editor and not saved yet: it outlives a closed editor, a lost session and a reload.

const STORED = "wagglebot.drafts";
const KEPT = 20; // posts whose drafts are kept, the newest

function all() {
  try {
    const drafts = JSON.parse(localStorage.getItem(STORED)) ?? [];
    return drafts.filter((one) => Array.isArray(one.script?.lines) && Array.isArray(one.script.hashtags) && one.recipe?.film && one.recipe.voice?.chain);
  } catch {
    return [];
  }
}

function put(drafts) {
  try {
    localStorage.setItem(STORED, JSON.stringify(drafts.slice(-KEPT)));
  } catch {
    localStorage.removeItem(STORED); // more than a browser keeps
  }
}

/** The draft of a post: its `script` and `recipe`, and the `sequence` of the state it was begun on; null for none. */
export function draftOf(post) {
  return all().find((one) => one.post === post) ?? null;
}

export function keepDraft(post, sequence, script, recipe) {
  put([...all().filter((one) => one.post !== post), { post, sequence, script, recipe }]);
}

export function dropDraft(post) {
  put(all().filter((one) => one.post !== post));
}

/** Nothing of anybody's stays in a browser that they leave. */
export function dropAllDrafts() {
  localStorage.removeItem(STORED);
  sessionStorage.clear();
}

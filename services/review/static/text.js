// Every word of the app in both languages, and how figures and times are written.

const TEXTS = {
  ko: {
    inbox: "수신함", progress: "진행", gallery: "갤러리",
    live: "실시간 연결됨", offline: "연결이 끊겼습니다. 다시 연결하는 중…", help: "단축키", other: "English", logout: "로그아웃", close: "닫기",
    unreachable: "서버에 연결할 수 없습니다.",
    approve: "승인", decline: "거절", undo: "되돌리기", source: "원문 보기", more: "자세히",
    approved: "승인했습니다.", declined: "거절했습니다.",
    undone_approve: "승인을 취소했습니다. 다시 승인할 수 있습니다.", undone_decline: "거절을 되돌렸습니다. 다시 결정해 주세요.",
    nothing_to_undo: "되돌릴 결정이 없습니다.", was_declined: "거절됨", not_saved: "저장하지 못했습니다. {reason}",
    all_sites: "모든 사이트", site: "사이트", images: "그림", images_any: "그림 상관없음", images_yes: "그림 있는 글", images_no: "그림 없는 글",
    sort: "정렬", sort_score: "점수 높은 순", sort_newest: "최신 순", sort_views: "조회 많은 순", sort_likes: "추천 많은 순",
    status: "상태", status_waiting: "검토 대기", status_declined: "거절한 글", search: "제목·본문 검색", reset: "필터 지우기",
    views: "조회", likes: "추천", comments: "댓글", pictures: "그림 {n}장", score: "점수",
    best: "베스트 댓글", comments_title: "댓글", no_comments: "수집된 댓글이 없습니다.", loading: "불러오는 중…", rest_failed: "나머지 내용을 불러오지 못했습니다.", just_now: "방금", soon: "곧", new: "새 글",
    empty_title: "검토할 글이 없습니다", empty_hint: "새 글이 수집되면 이 화면에 저절로 나타납니다.", crawl: "지금 수집하기",
    crawling: "수집을 시작했습니다. 새 글이 곧 나타납니다.", none_title: "조건에 맞는 글이 없습니다", none_hint: "검색어나 필터를 바꿔 보세요.",
    no_declined: "거절한 글이 없습니다", no_declined_hint: "거절한 글은 여기에서 다시 승인할 수 있습니다.",
    load_failed: "글을 불러오지 못했습니다", retry: "다시 시도", many_new: "새 글이 많이 들어왔습니다. 눌러서 목록 새로 고치기",
    pick: "글을 선택하면 전체 내용이 여기에 보입니다.", list: "검토할 글",
    keys_title: "키보드로 빠르게 검토하기", k_next: "다음 글", k_prev: "이전 글", k_open: "전체 내용 열기", k_source: "원문 열기", k_search: "검색", k_tabs: "탭 이동", k_help: "이 도움말",
    S_COLLECTED: "검토 대기", S_APPROVED: "제작 대기", S_PROCESSING: "제작 중", S_RENDERED: "완성", S_UPLOADED: "게시됨", S_FAILED: "실패", S_DECLINED: "거절", S_RETRACTED: "삭제됨",
    stage_script: "대본", stage_voice: "목소리", stage_film: "영상", stage_publish: "게시",
    at_work: "진행 중인 작업", failures: "도움이 필요한 작업", waiting_turn: "차례를 기다리는 중", working: "{stage} 작업 중", attempt: "{n}번째 시도", retry_at: "{when} 다시 시도합니다",
    idle_title: "지금 진행 중인 작업이 없습니다", idle_hint: "수신함에서 글을 승인하면 여기에서 제작 과정을 볼 수 있습니다.", to_inbox: "수신함으로 가기",
    retried: "다시 시도합니다.", elapsed: "경과", percent_done: "진행률",
    no_films: "아직 완성된 영상이 없습니다", no_films_hint: "승인한 글이 영상으로 완성되면 여기에 모입니다.",
    not_uploaded: "게시 대기", on_platform: "{platform}에 게시됨", platform_export: "내보내기 폴더", platform_youtube: "YouTube", platform_tiktok: "TikTok", platform_instagram: "Instagram", uploaded_export: "내보내기 폴더에 저장됨", download: "영상 내려받기", summary: "요약", script: "대본",
    comment_by: "댓글 · {who}", revision: "{n}차 제작", play: "영상 재생", made: "{when} 완성", film_broken: "영상 파일을 재생할 수 없습니다.",
    flag_pii_masked: "개인정보 가림", flag_text_cut: "본문 일부만", flag_comments_cut: "댓글 일부만", flag_video: "동영상 있음", flag_gone: "원글 삭제됨", flag_image_left_out: "그림 일부 제외", elsewhere: "다른 곳에서 결정되어 목록에서 뺐습니다.",
  },
  en: {
    inbox: "Inbox", progress: "Progress", gallery: "Gallery",
    live: "Live", offline: "Connection lost. Reconnecting…", help: "Shortcuts", other: "한국어", logout: "Log out", close: "Close",
    unreachable: "The server cannot be reached.",
    approve: "Approve", decline: "Decline", undo: "Undo", source: "Open source", more: "Details",
    approved: "Approved.", declined: "Declined.",
    undone_approve: "Approval taken back. You can approve it again.", undone_decline: "Decline taken back. Please decide again.",
    nothing_to_undo: "There is nothing to undo.", was_declined: "Declined", not_saved: "Not saved. {reason}",
    all_sites: "All sites", site: "Site", images: "Images", images_any: "Any images", images_yes: "With images", images_no: "Without images",
    sort: "Sort", sort_score: "Best first", sort_newest: "Newest first", sort_views: "Most viewed", sort_likes: "Most liked",
    status: "Status", status_waiting: "To review", status_declined: "Declined", search: "Search title and text", reset: "Clear filters",
    views: "Views", likes: "Likes", comments: "Comments", pictures: "{n} images", score: "Score",
    best: "Best comment", comments_title: "Comments", no_comments: "No comments were collected.", loading: "Loading…", rest_failed: "The rest could not be loaded.", just_now: "just now", soon: "soon", new: "New",
    empty_title: "Nothing to review", empty_hint: "New posts appear here by themselves as they are collected.", crawl: "Collect now",
    crawling: "Collecting has started. New posts will appear soon.", none_title: "No post matches", none_hint: "Try another search or filter.",
    no_declined: "No declined posts", no_declined_hint: "Posts you decline can be approved again from here.",
    load_failed: "The posts could not be loaded", retry: "Try again", many_new: "Many new posts arrived. Click to reload the list",
    pick: "Select a post to read all of it here.", list: "Posts to review",
    keys_title: "Review by keyboard", k_next: "Next post", k_prev: "Previous post", k_open: "Open the whole post", k_source: "Open the source", k_search: "Search", k_tabs: "Switch tabs", k_help: "This help",
    S_COLLECTED: "To review", S_APPROVED: "Queued", S_PROCESSING: "In work", S_RENDERED: "Finished", S_UPLOADED: "Published", S_FAILED: "Failed", S_DECLINED: "Declined", S_RETRACTED: "Taken down",
    stage_script: "Script", stage_voice: "Voice", stage_film: "Film", stage_publish: "Publish",
    at_work: "In work", failures: "Needs attention", waiting_turn: "Waiting for its turn", working: "{stage} in progress", attempt: "Attempt {n}", retry_at: "Tried again {when}",
    idle_title: "Nothing is in work", idle_hint: "Approve a post in the inbox and watch its film being made here.", to_inbox: "Go to the inbox",
    retried: "Trying again.", elapsed: "Elapsed", percent_done: "Progress",
    no_films: "No films yet", no_films_hint: "Films of approved posts gather here when they are finished.",
    not_uploaded: "Not published yet", on_platform: "Published: {platform}", platform_export: "export folder", platform_youtube: "YouTube", platform_tiktok: "TikTok", platform_instagram: "Instagram", uploaded_export: "Saved to the export folder", download: "Download film", summary: "Summary", script: "Script",
    comment_by: "Comment · {who}", revision: "Take {n}", play: "Play film", made: "Finished {when}", film_broken: "The film file cannot be played.",
    flag_pii_masked: "Personal data masked", flag_text_cut: "Text cut", flag_comments_cut: "Comments cut", flag_video: "Has video", flag_gone: "Gone from its site", flag_image_left_out: "Images left out", elsewhere: "Decided elsewhere, so it left the list.",
  },
};

const STORED = "wagglebot.language";

export const language = localStorage.getItem(STORED) === "en" ? "en" : "ko";

/** The whole page is drawn in one language, so the switch loads it again. */
export function switchLanguage() {
  localStorage.setItem(STORED, language === "ko" ? "en" : "ko");
  location.reload();
}

export function t(key, values = {}) {
  const text = TEXTS[language][key];
  if (text === undefined) throw new Error(`no text for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export function has(key) {
  return key in TEXTS[language];
}

const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(language);
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

/** 9,800, 1.2만, 12K; a dash for what the site does not show. */
export function figure(number) {
  if (number === null || number === undefined) return "–";
  return (number < 10000 ? plain : compact).format(number);
}

/** 3시간 전, 방금, 5분 후. */
export function ago(time) {
  const seconds = (new Date(time) - Date.now()) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return t(seconds > 0 ? "soon" : "just_now");
}

export function exact(time) {
  return moment.format(new Date(time));
}

/** Seconds as 1:05, or 1:02:03 from an hour on. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

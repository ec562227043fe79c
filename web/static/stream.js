/* A list whose further entries the server sends as they come to be; at the end the page is asked for as a whole. */
(() => {
  "use strict";
  document.querySelectorAll("[data-stream]").forEach((list) => {
    const source = new EventSource(list.dataset.stream);
    source.addEventListener("message", (event) => list.insertAdjacentHTML("beforeend", event.data));
    source.addEventListener("done", () => {
      source.close();
      location.reload();
    });
  });
})();

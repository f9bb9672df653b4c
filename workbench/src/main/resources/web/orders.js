"use strict";
// A run that goes on: tells how far it has come, and shows its results once they are there.
(() => {
  const place = document.getElementById("progress");
  if (!place?.dataset.events) return;
  const source = new EventSource(place.dataset.events);
  const told = (event) => {
    const job = JSON.parse(event.data);
    place.textContent = [job.what, job.all > 0 ? `${job.done} / ${job.all}` : ""].filter(Boolean).join(" ");
  };
  source.addEventListener("progress", told);
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
})();

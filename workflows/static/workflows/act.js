// Shows only the fields that belong to the chosen result. Without it all of them are there, and the server says what is missing.
(() => {
  const form = document.querySelector("[data-act]");
  if (!form) return;
  const parts = form.querySelectorAll("[data-outcomes]");

  const adapt = () => {
    const chosen = form.querySelector("[name=outcome]:checked");
    parts.forEach((part) => {
      const wanted = part.dataset.outcomes.split(" ");
      const hasError = part.querySelector(".error-message");
      part.hidden = !hasError && !(chosen && wanted.includes(chosen.value));
    });
  };

  form.addEventListener("change", adapt);
  adapt();
})();

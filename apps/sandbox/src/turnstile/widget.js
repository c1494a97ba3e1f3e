/* Stands in for Turnstile's api.js: explicit rendering, in a frame of its own origin, as the real one does. */
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const widgets = new Map();

  const frameUrl = (id, { sitekey, action = "", theme = "auto", language = "auto" }) => {
    const asked = new URLSearchParams({ id, sitekey, action, theme, language, parent: location.origin });
    return `${origin}/turnstile/v0/frame?${asked}`;
  };

  addEventListener("message", ({ origin: sender, source, data }) => {
    const widget = widgets.get(data?.widget);
    if (sender !== origin || widget === undefined || source !== widget.frame.contentWindow) return;
    widget.token = data.token ?? "";
    if (data.token) widget.options.callback?.(data.token);
    else widget.options["error-callback"]?.(data.error);
  });

  window.turnstile = {
    render(container, options) {
      const id = `sandbox-${widgets.size + 1}`;
      const frame = document.createElement("iframe");
      frame.title = "Check that you are a person";
      const width = options.size === "flexible" ? "100%" : "300px";
      frame.style.cssText = `width:${width};height:65px;border:0;color-scheme:normal`;
      frame.src = frameUrl(id, options);
      widgets.set(id, { options, frame, token: "" });
      const place = typeof container === "string" ? document.querySelector(container) : container;
      place.append(frame);
      return id;
    },
    reset(id) {
      const widget = widgets.get(id);
      if (widget === undefined) return;
      widget.token = "";
      widget.frame.src = frameUrl(id, widget.options);
    },
    remove(id) {
      widgets.get(id)?.frame.remove();
      widgets.delete(id);
    },
    getResponse: (id) => widgets.get(id)?.token,
  };
})();

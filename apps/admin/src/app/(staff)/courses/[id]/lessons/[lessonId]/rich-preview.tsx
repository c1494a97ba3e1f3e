"use client";

import { createElement, type ReactNode, useEffect, useState } from "react";

const ALLOWED = ["p", "br", "strong", "em", "ul", "ol", "li"];

/**
 * Rich text as learners will see it. It is read into an inert document and built anew from the tags that are kept, so that
 * nothing that was typed or pasted runs here before the server has cleaned it.
 */
export function RichPreview({ html }: { html: string }) {
  const [content, setContent] = useState<ReactNode>(null);
  useEffect(() => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    setContent([...parsed.body.childNodes].map(rebuilt));
  }, [html]);
  if (html.trim() === "") return <p className="text-ink-faint">Nothing is written yet.</p>;
  return content;
}

function rebuilt(node: Node, index: number): ReactNode {
  if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE ? node.textContent : null;
  const name = node.tagName.toLowerCase();
  if (name === "script" || name === "style") return null;
  const children = [...node.childNodes].map(rebuilt);
  if (name === "br") return <br key={index} />;
  if (name === "a") {
    const href = node.getAttribute("href") ?? "";
    return (
      <a key={index} href={/^(https?:|mailto:)/i.test(href) ? href : undefined} target="_blank" rel="noreferrer">
        {children}
      </a>
    );
  }
  return ALLOWED.includes(name) ? createElement(name, { key: index }, ...children) : children;
}

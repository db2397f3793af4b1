/** The page: its ground, the card, headings and text. */
export const pageStyles = `
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;background:var(--ti-page);scroll-behavior:smooth}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;padding:clamp(1.25rem,6vh,4.5rem) 1rem 1.5rem;font:400 1rem/1.5 var(--ti-font);color:var(--ti-text);background:var(--ti-page);-webkit-font-smoothing:antialiased;overflow-wrap:anywhere}
.brand{display:flex;align-items:center;justify-content:center;gap:.625rem;min-height:2rem;margin-block-end:1.5rem;max-width:26rem;font-weight:600;color:var(--ti-on-page)}
.brand svg{display:block;block-size:2rem;inline-size:auto;max-inline-size:10rem}
.card{inline-size:100%;max-inline-size:26rem;padding:2rem;background:var(--ti-surface);border:1px solid var(--ti-line);border-radius:var(--ti-radius);box-shadow:0 1px 2px var(--ti-shadow),0 12px 32px var(--ti-shadow)}
.card.wide{max-inline-size:30rem}
h1{margin:0;font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
h2{margin:1.5rem 0 .625rem;font-size:.875rem;line-height:1.4;font-weight:600;color:var(--ti-muted)}
p{margin:.5rem 0 0;text-wrap:pretty}
a{color:var(--ti-link);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
bdi{unicode-bidi:isolate}
.lead{color:var(--ti-muted)}
.lead bdi,.strong{color:var(--ti-text);font-weight:600}
.small{font-size:.875rem}
.footer{margin-block-start:auto;padding-block-start:2rem;font-size:.875rem;color:var(--ti-on-page)}
.footer ul{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
.footer a{display:inline-block;padding-block:.375rem;color:inherit}
.visually-hidden{position:absolute;inline-size:1px;block-size:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
:focus-visible{outline:3px solid var(--ti-ring);outline-offset:2px}
.footer :focus-visible{outline-color:currentColor}
@media (max-width:30rem){
html,body{background:var(--ti-surface)}
body{padding:1.25rem 0 1rem}
.brand{color:var(--ti-text);margin-block-end:.75rem}
.card,.card.wide{max-inline-size:none;padding:1.25rem;border:0;border-radius:0;box-shadow:none;background:none}
.footer{color:var(--ti-muted)}
}
@media (prefers-reduced-motion:no-preference){
.button,.input,.reveal{transition:background-color .12s,border-color .12s,box-shadow .12s,color .12s}
}
@media (forced-colors:active){
.card{border:1px solid CanvasText;box-shadow:none}
:focus-visible{outline-color:Highlight}
}
@media print{body{min-height:0}.card{box-shadow:none}}
`;

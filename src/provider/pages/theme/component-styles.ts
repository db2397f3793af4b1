/** What stands in the card: problems, fields, buttons, clients, lists. */
export const componentStyles = `
.problem{display:flex;gap:.625rem;margin-block-start:1.25rem;padding:.75rem .875rem;border:1px solid color-mix(in srgb,var(--ti-danger) 35%,transparent);border-radius:var(--ti-radius-small);background:var(--ti-danger-soft);color:var(--ti-danger);font-weight:500}
.problem p{margin:0}
.problem p+p{margin-block-start:.25rem}
.icon{flex:none;inline-size:1.25rem;block-size:1.25rem;margin-block-start:.125rem}
form{margin:1.5rem 0 0}
.field{margin-block-start:1.125rem}
.label{display:block;margin-block-end:.375rem;font-size:.9375rem;font-weight:600}
.input{display:block;inline-size:100%;min-block-size:3rem;padding:.625rem .875rem;font:inherit;color:inherit;background:var(--ti-surface);border:1px solid var(--ti-control);border-radius:var(--ti-radius-small);appearance:none}
.input:hover{border-color:var(--ti-text)}
.input:focus-visible{outline-offset:0;border-color:var(--ti-ring)}
.input[aria-invalid=true]{border-color:var(--ti-danger)}
.hint{margin:.375rem 0 0;font-size:.875rem;color:var(--ti-muted)}
.secret{position:relative}
.secret .input{padding-inline-end:3.25rem}
.reveal{position:absolute;inset-block:0;inset-inline-end:0;display:grid;place-items:center;inline-size:3rem;padding:0;border:0;border-radius:var(--ti-radius-small);background:none;color:var(--ti-muted);cursor:pointer}
.reveal:hover{color:var(--ti-text)}
.reveal:focus-visible{outline-offset:-4px}
.reveal .icon{margin:0}
.reveal .slash{display:none}
.reveal[aria-pressed=true] .slash{display:inline}
.code-input{font:600 1.375rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;letter-spacing:.12em;text-align:center;text-transform:uppercase}
.check{display:flex;gap:.75rem;align-items:flex-start;margin-block-start:1.125rem;padding-block:.25rem;cursor:pointer}
.check input{flex:none;display:grid;place-items:center;inline-size:1.375rem;block-size:1.375rem;margin:.0625rem 0 0;appearance:none;background:var(--ti-surface);border:1px solid var(--ti-control);border-radius:.375rem;color:var(--ti-on-accent);cursor:pointer}
.check input::before{content:"";inline-size:.875rem;block-size:.875rem;background:currentColor;clip-path:polygon(14% 46%,4% 58%,38% 90%,96% 20%,85% 10%,37% 66%);visibility:hidden}
.check input:checked{background:var(--ti-accent);border-color:var(--ti-accent)}
.check input:checked::before{visibility:visible}
.check:hover input{border-color:var(--ti-text)}
.check small{display:block;font-size:.875rem;color:var(--ti-muted)}
.actions{display:grid;gap:.75rem;margin-block-start:1.5rem}
.actions.pair{grid-template-columns:repeat(auto-fit,minmax(min(100%,8.5rem),1fr))}
.button{display:block;inline-size:100%;min-block-size:3rem;padding:.6875rem 1.125rem;font:600 1rem/1.4 var(--ti-font);text-align:center;text-decoration:none;color:var(--ti-text);background:var(--ti-surface);border:1px solid var(--ti-control);border-radius:var(--ti-radius-small);cursor:pointer;overflow-wrap:anywhere}
.button:hover{background:var(--ti-raised);border-color:var(--ti-text)}
.button.main{color:var(--ti-on-accent);background:var(--ti-accent);border-color:transparent}
.button.main:hover{background:var(--ti-accent-hover)}
.button.plain{color:var(--ti-muted);border-color:transparent}
.button.plain:hover{color:var(--ti-text)}
.button.quiet{flex:none;align-self:center;white-space:nowrap;inline-size:auto;min-block-size:2.75rem;padding:.5rem .875rem;font-size:.9375rem}
.client{display:flex;align-items:center;gap:.75rem;margin-block-start:.75rem}
.client p{margin:0}
.tile{flex:none;display:grid;place-items:center;inline-size:2.5rem;block-size:2.5rem;overflow:hidden;border-radius:calc(var(--ti-radius)*.625);background:var(--ti-accent-soft);color:var(--ti-link);font-weight:650;font-size:1.125rem;line-height:1}
.tile:has(+h1){margin-block-end:1rem}
.tile.large{inline-size:3.5rem;block-size:3.5rem;font-size:1.5rem;margin-block-end:1rem}
.tile.success{background:var(--ti-success-soft);color:var(--ti-success)}
.tile.danger{background:var(--ti-danger-soft);color:var(--ti-danger)}
.tile img{inline-size:100%;block-size:100%;object-fit:contain}
.tile .icon{inline-size:1.75rem;block-size:1.75rem;margin:0}
.list{margin:0;padding:0;list-style:none}
.list>li{display:flex;gap:.75rem;padding:.75rem 0;border-block-start:1px solid var(--ti-line)}
.list>li:last-child{border-block-end:1px solid var(--ti-line)}
.list .icon{color:var(--ti-link)}
.list .grow{flex:1;min-inline-size:0}
.list p{margin:0}
.title{font-weight:600;margin-inline-end:.25rem}
.about{font-size:.875rem;color:var(--ti-muted)}
.badge{display:inline-block;padding:.0625rem .5rem;border-radius:1rem;background:var(--ti-raised);border:1px solid var(--ti-line);font-size:.75rem;font-weight:500;color:var(--ti-muted)}
.badge.success{background:var(--ti-success-soft);border-color:transparent;color:var(--ti-success)}
.note{margin-block-start:1.125rem;padding:.75rem .875rem;border-radius:var(--ti-radius-small);background:var(--ti-raised);font-size:.9375rem}
.user-code{margin-block-start:.5rem;padding:.875rem;border-radius:var(--ti-radius-small);background:var(--ti-raised);font:600 1.625rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;letter-spacing:.12em;text-align:center}
.caution{display:flex;gap:.625rem}
.caution .icon{color:var(--ti-danger)}
.caution p{margin:0}
.links{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-block-start:1rem;font-size:.875rem}
.links a{padding-block:.25rem}
.facts{margin:1.5rem 0 0;padding-block-start:1rem;border-block-start:1px solid var(--ti-line);font-size:.875rem}
.facts dt{color:var(--ti-muted)}
.facts dd{margin:0 0 .625rem}
.facts code{font:inherit;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
details{margin-block-start:1.25rem;font-size:.9375rem}
summary{padding-block:.375rem;color:var(--ti-muted);cursor:pointer}
details .facts{margin-block-start:.5rem}
.list .session{flex-wrap:wrap}
.session .grow{flex:1 1 8rem}
.session .button{max-inline-size:100%}
@media (forced-colors:active){
.check input{appearance:auto}.check input::before{content:none}
.button,.problem,.tile,.note,.user-code,.badge{border:1px solid ButtonText}
.button.main{background:Highlight;color:HighlightText;forced-color-adjust:none}
.tile,.icon{color:CanvasText}
}
`;

